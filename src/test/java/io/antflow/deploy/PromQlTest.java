package io.antflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void findsMetricsAndNothingElse() {
        assertThat(PromQl.metrics(
                        "histogram_quantile(0.95, sum by (stage, le) (rate(a_bucket{x=~\"b{2}.+\"}[5m]))) >= 0"))
                .containsExactly("a_bucket");
        assertThat(PromQl.metrics("sum without (c) (d) / (e:f:rate5m > 0) and on (job) g or vector(0) unless h == 1"))
                .containsExactly("d", "e:f:rate5m", "g", "h");
        assertThat(PromQl.metrics("max by (a) (b{c=\"$d\"} and e:sum > 0) or 0 * sum(f)"))
                .containsExactly("b", "e:sum", "f");
    }

    @Test
    void findsSelectorsWithTheirMatchers() {
        assertThat(PromQl.selectors("rate(a{b!=\"c\"}[$__rate_interval]) / (rate(a[5m]) > 0)"))
                .containsExactly("a{b!=\"c\"}", "a");
    }
}
