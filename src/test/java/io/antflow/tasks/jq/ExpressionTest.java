package io.antflow.tasks.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final String ITEM =
            "{'id':7,'name':'Ada Lovelace','age':36,'tags':['a','b','c'],'nested':{'a':[1,{'b':[2,3]}]},'nothing':null,"
                    + "'orders':[{'sku':'x','n':2},{'sku':'y','n':1},{'sku':'x','n':5}],'flag':false,'price':1.5}";

    /** Whatever the library's grammar has. */
    static List<String> everyKind() {
        return List.of(
                ".",
                ".id",
                ".nested.a[1].b[0]",
                ".\"name\"",
                ".\"na\\(\"me\")\"",
                ".[\"id\"]",
                ".nope?",
                ".id.a?",
                ".name[0:3]",
                ".tags[1:]",
                ".tags[-1]",
                ".tags[[\"b\"]]",
                ".tags[]",
                ".orders[].sku",
                "..",
                "[..|numbers]",
                "[.id,.age]",
                "[]",
                "{}",
                "{id,name}",
                "{id:.age,\"x\":1,(\"y\"):2,\"\\(.id)\":3,@base64 \"z\":4}",
                ".id as $x|{$x}",
                "{a:(1,2),b:(3,4)}",
                "\"\\(.id) and \\(.tags)\"",
                "@json \"x\\(.tags)\"",
                "@csv \"\\(.tags)\"",
                ".tags|@json,@text,@csv,@tsv,@sh,@html,@uri,@base64",
                "if .age>17 then \"adult\" elif .age>12 then \"teen\" else \"child\" end",
                "reduce .orders[] as $o (0;.+$o.n)",
                "reduce .orders[] as {sku:$s,n:$n} ({};.[$s]+=$n)",
                "reduce empty as $x (3;.)",
                "reduce (1,2) as $x (0;empty)",
                "foreach .orders[] as {$n} (0;.+$n)",
                "foreach .orders[] as {n:$n} (0;.+$n;[$n,.])",
                "def f($a;g): $a+g; f(1;2,3)",
                "def f: if .<3 then .+1|f else . end; 0|f",
                "-.id",
                "-(.id,.age)",
                ".id+1,.id-1,.id*2,.id/2,.id%2",
                ".price>1.25",
                ".id==7,.id!=7,.id<7,.id<=7,.id>7,.id>=7",
                ".flag and true,.flag or true,(.flag|not)",
                "(.nothing//1),(.id//1),(empty//2)",
                ".id=1",
                ".id|=.+1",
                ".tags|=map(.+\"x\")",
                ".id+=1|.age-=1|.price*=2|.id/=2|.age%=5|.nothing//=9",
                ".nested.a[1].b[5]=1",
                ".tags[1:]=[\"z\"]",
                "(.id,.age)=0",
                ".orders[].n|=.*2",
                "del(.orders[0],.id,.nested.a)",
                "del(.orders[]|select(.n<3))",
                "try error(\"x\") catch .",
                "try error({a:1}) catch .a",
                "[.[]?|numbers]",
                "label $out|.tags[]|if .==\"b\" then break $out else . end",
                "[limit(2;.tags[])],first(.tags[]),last(.tags[]),nth(1;.tags[])",
                "[.tags,.id] as [[$a,$b],$i]|[$a,$b,$i]",
                ". as {name:$n,tags:[$t]}|[$n,$t]",
                ". as {$id,\"name\":$n,(\"a\"+\"ge\"):$g}|[$id,$n,$g]",
                ".orders|group_by(.sku)|map({s:.[0].sku,n:map(.n)|add})",
                ".orders|sort_by(.n)|map(.n),(.orders?|min_by(.n)?)",
                ".orders|unique_by(.sku)|length",
                ".orders|max_by(.n),min_by(.n)",
                "to_entries|map(.key)",
                "with_entries(select(.key|startswith(\"n\")))",
                "keys,length,(.name|length)",
                "[paths]|length",
                "[paths(type==\"number\")]",
                "getpath([\"nested\",\"a\",0])",
                "setpath([\"nested\",\"a\",0];9)",
                "[.tags[]|ascii_upcase]|join(\"-\")",
                ".name|split(\" \"),ascii_downcase,ltrimstr(\"Ada\"),rtrimstr(\"x\"),explode[0],test(\"^A\"),test(\"LOVE\";\"i\")",
                ".name|[match(\"[aeiou]\";\"g\").offset]",
                ".name|capture(\"(?<first>[A-Z][a-z]+) (?<last>.*)\")",
                ".name|[scan(\"[A-Z]\")]",
                ".name|[splits(\" +\")]",
                ".name|sub(\"(?<x>A)\";\"<\\(.x)>\"),gsub(\"a\";\"o\")",
                "[.tags[]|test(\"b\")]|any,all",
                ".tags|contains([\"b\"]),inside([\"a\",\"b\",\"c\",\"d\"]),index(\"b\"),(indices(\"b\"))",
                "contains({tags:[\"a\"],id:7})",
                "[range(5)],[range(2;4)],[range(0;10;3)]",
                "tojson|fromjson|.id",
                "[.tags[],.id]|map(tostring)",
                "(.id|tostring|tonumber),(.age|sqrt|floor)",
                "[.orders[]|.n]|add,min,max,(sort),(unique),reverse",
                "[[1,2],[3,[4]]]|flatten,flatten(1),transpose",
                "[[1,2],[3,4]]|[combinations]",
                "walk(if type==\"number\" then .+1 else . end)",
                "map_values(type)",
                "[recurse(if type==\"array\" then .[] else empty end)]|length",
                "[.nested|recurse]|length",
                "0|until(.>5;.+1)",
                "[0|while(.<5;.+1)]",
                "[splits(\"a\")?]",
                "(1,2)|(.,10)",
                "1 as $x|2 as $y|[$x,$y]",
                "[.orders[]|{sku,total:(.n*2)}]|map(select(.total>2))",
                ".a.b.c.d",
                "[.[]]|length",
                "type,(.id|type),(.tags|type),(.nothing|type)",
                "tostring|length",
                "first(range(10;0;-1))",
                "pick(.id)?",
                "0|todateiso8601");
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void givesWhatTheLibraryGivesUnbounded(String text) throws Exception {
        JsonNode item = Jq.json(ITEM);
        List<JsonNode> unbounded = new ArrayList<>();
        String failure = null;
        try {
            JsonQuery.compile(text, Versions.JQ_1_7).apply(Scope.newChildScope(Jq.LIBRARY), item, unbounded::add);
        } catch (net.thisptr.jackson.jq.exception.JsonQueryException e) {
            failure = e.getMessage();
        }

        if (failure == null) {
            assertThat(Jq.expressions().compile(text).all(item)).isEqualTo(unbounded);
        } else {
            assertThatThrownBy(() -> Jq.expressions().compile(text).all(item))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageContaining(failure);
        }
        assertThat(item).as("the item, which others may see").isEqualTo(Jq.json(ITEM));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`[match(\"\";\"g\").offset]`              | 'ab'    | [0,1,2]",
                "`[match(\"b\").offset]`                   | 'aéb'   | [2]",
                "`[match(\"(x)?b\").captures[0].offset]`   | 'b'     | [-1]",
                "`[match(\"(?<=é)b(c)\").captures[0].offset]` | 'éébc' | [3]",
                "`gsub(\"\";\"-\")`                        | 'ab'    | '-a-b-'",
                "`gsub(\"^\";\">\")`                       | 'ab'    | '>ab'",
                "`[sub(\"(?<a>.)\";\"\\(.a|ascii_upcase)\",\"\\(.a|ascii_downcase)\")]` | 'aB' | ['AB','aB']",
                "`[gsub(\"a\";\"b\",\"c\")]`               | 'aa'    | ['bb','bc','cb','cc']",
                "`gsub(\"(?<x>a)|b\";.x//\"-\")`           | 'ab'    | 'a-'",
                "`[splits(\", *\")]`                       | 'a,b, c'| ['a','b','c']",
                "`test(\"B\";\"ix\")`                      | 'abc'   | true"
            })
    void regularExpressionsFollowJq(String text, String input, String result) throws Exception {
        assertThat(Jq.expressions().compile(text).one(Jq.json(input))).isEqualTo(Jq.json(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"a\"|test(\"(\")` | fails: '(' is no regular expression: end pattern with unmatched parenthesis",
                "`1|test(\"a\")` | fails: number (1) cannot be matched against string (\"a\"), as one is not a string",
                "empty         | gives 0 values, not one",
                "`1,2`         | gives 2 values, not one",
            })
    void tellsWhyThereIsNoAnswer(String text, String reason) {
        assertThatThrownBy(() -> Jq.expressions().compile(text).one(NullNode.getInstance()))
                .isInstanceOf(ExpressionException.class)
                .hasMessage("jq '" + text + "' " + reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "env               | there is no function 'env'",
                "env?//\"none\"  | there is no function 'env'",
                "input             | there is no function 'input'",
                "debug             | there is no function 'debug'",
                "hostname          | there is no function 'hostname'",
                "debug_scope       | there is no function 'debug_scope'",
                "halt              | there is no function 'halt'",
                "$ENV.PATH         | there is no variable '$ENV'",
                "$__prog_args      | there is no variable '$__prog_args'",
                "`.name|tosting`   | there is no function 'tosting': did you mean 'tostring'?",
                "`.a|map(.b;.c)`   | there is no function 'map' of 2 arguments, but of 1",
                "range             | there is no function 'range' of 0 arguments, but of 1 or 2 or 3",
                "def f(g): g; f    | there is no function 'f' of 0 arguments, but of 1",
                "`.[]|select(flag)` | there is no function 'flag'",
                "`.items as $items|$item.n` | there is no variable '$item': did you mean '$items'?",
                "`. as {$a,b:[$c]}|{$a,$d,$c}` | there is no variable '$d': did you mean '$a'?",
            })
    void namesThatAreNotThereAreFoundBeforeAnyItem(String text, String reason) {
        assertThatThrownBy(() -> Jq.expressions().compile(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is no valid jq: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"import \"a\" as a; a::b", "include \"a\"; .", "import \"/etc/passwd\" as $p; $p"})
    void hasNoModules(String text) {
        assertThatThrownBy(() -> Jq.expressions().compile(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("uses modules, which are not to be had here");
    }

    @Test
    void timeAndNothingElseOfTheMachineIsKnown() throws Exception {
        assertThat(Jq.expressions().compile("now|type").one(null).asText()).isEqualTo("number");
    }

    @Test
    void theLibrarysOwnFunctionsStayAsTheyAre() throws Exception {
        Jq.expressions();
        List<JsonNode> answers = new ArrayList<>();

        JsonQuery.compile("[range(3)]|contains([1])", Versions.JQ_1_7)
                .apply(Scope.newChildScope(Jq.LIBRARY), NullNode.getInstance(), answers::add);

        assertThat(answers).containsExactly(Jq.json("true"));
    }
}
