package io.antflow.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '§',
            value = {
                "https://Example.COM, https://example.com/",
                "HTTPS://example.com:443/a, https://example.com/a",
                "http://example.com:8080?x=1, http://example.com:8080/?x=1",
                "http://example.com./a#f, http://example.com/a",
                "https://bücher.example/ü?q=ö, https://xn--bcher-kva.example/%C3%BC?q=%C3%B6",
                "https://b%C3%BCcher.example, https://xn--bcher-kva.example/",
                "http://my_service:80/a b\"<>{}|\\^`, http://my_service/a%20b%22%3C%3E%7B%7D%7C%5C%5E%60",
                "http://[2001:DB8::1]:8080/x, http://[2001:db8::1]:8080/x",
                "http://a/%41%zz%, http://a/%41%25zz%25",
                "http://a\\@b/, http://a/%5C@b/",
                "http://a/x/..y/.z, http://a/x/..y/.z",
                "http://a/x?p=../.., http://a/x?p=../..",
            })
    void aUrlIsReadIntoItsPlainForm(String url, String plain) {
        assertThat(Target.parse(url)).hasToString(plain);
    }

    @Test
    void controlCharactersAreEncoded() {
        assertThat(Target.parse("http://a/x\r\nHost: b\0")).hasToString("http://a/x%0D%0AHost:%20b%00");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '§',
            delimiter = '|',
            value = {
                "example.com/x | a URL begins with https:// or http://",
                "ftp://example.com | a URL begins with https:// or http://",
                "javascript://a | a URL begins with https:// or http://",
                "https:///x | a URL has a host",
                "https://:80/x | a URL has a host",
                "https://a b/x | 'a b' is no host",
                "https://a%2eb/x | 'a%2eb' is no host",
                "https://[::1/x | '[:' is no host",
                "https://[fe80::1%25eth0]/x | '[fe80::1%25eth0]' is no host",
                "https://a%e4b/x | 'a%e4b' is no host",
                "https://b%c3%bcc%41/x | 'b%c3%bcc%41' is no host",
                "https://a..b/ | 'a..b' is no host",
                "https://user:pw@a/ | a URL holds no user or password: 'auth' names credentials of the configuration",
                "https://a:0/ | a port is 1 to 65535, not '0'",
                "https://a:65536/ | a port is 1 to 65535, not '65536'",
                "https://a:x/ | a port is 1 to 65535, not 'x'",
                "https://a:/ | a port is 1 to 65535, not ''",
                "https://a/x/../y | a URL's path has no segment '.' or '..'",
                "https://a/x/%2E%2e | a URL's path has no segment '.' or '..'",
                "https://a/./y?z | a URL's path has no segment '.' or '..'",
            })
    void whatIsNoUrlIsRefused(String url, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Target.parse(url)).withMessage(message);
    }

    @Test
    void aUrlIsBounded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("https://a/" + "x".repeat(8_000)))
                .withMessage("a URL has at most 8000 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "/x, https://a:1/x",
        "x, https://a:1/b/x",
        "../../../x, https://a:1/x",
        "?q=2, https://a:1/b/?q=2",
        "//c/x, https://c/x",
        "http://c/x y, http://c/x%20y",
    })
    void aLocationIsResolvedAsItStandsInTheAnswer(String location, String resolved) {
        assertThat(Target.parse("https://a:1/b/c?d=e").resolve(location)).hasToString(resolved);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://[x", "http://a:b:c/", "mailto:a@b"})
    void aLocationThatIsNoneIsRefused(String location) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("https://a/").resolve(location));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a/x, https://a/x",
        "https://a/x?key=s3cret&page=2, https://a/x?key=…&page=…",
        "https://a/x?s3cret, https://a/x?…",
        "https://a/x?a=b=c, https://a/x?a=…",
    })
    void messagesShowNoValuesOfAQuery(String url, String shown) {
        assertThat(Target.parse(url).redacted()).isEqualTo(shown);
    }
}
