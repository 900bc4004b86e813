package io.antflow.tasks.jq;

import io.antflow.tasks.jq.Bounded.Values;
import java.util.ArrayList;
import java.util.List;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.IsolatedScopeQuery;
import net.thisptr.jackson.jq.internal.misc.Pair;
import net.thisptr.jackson.jq.internal.tree.ArrayConstruction;
import net.thisptr.jackson.jq.internal.tree.AssignPipeComponent;
import net.thisptr.jackson.jq.internal.tree.BreakExpression;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.FieldConstruction;
import net.thisptr.jackson.jq.internal.tree.ForeachExpression;
import net.thisptr.jackson.jq.internal.tree.FormattingFilter;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.IdentifierKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.JsonQueryKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.LabelPipeComponent;
import net.thisptr.jackson.jq.internal.tree.NegativeExpression;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.PipeComponent;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.RecursionOperator;
import net.thisptr.jackson.jq.internal.tree.ReduceExpression;
import net.thisptr.jackson.jq.internal.tree.SemicolonOperator;
import net.thisptr.jackson.jq.internal.tree.StringInterpolation;
import net.thisptr.jackson.jq.internal.tree.StringKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.ThisObject;
import net.thisptr.jackson.jq.internal.tree.TopLevelExpression;
import net.thisptr.jackson.jq.internal.tree.TransformPipeComponent;
import net.thisptr.jackson.jq.internal.tree.TryCatch;
import net.thisptr.jackson.jq.internal.tree.Tuple;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import net.thisptr.jackson.jq.internal.tree.VariableKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.binaryop.AlternativeOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BooleanAndExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BooleanOrExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.SimpleBinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.Assignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAssignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.UpdateAssignment;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketExtractFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.IdentifierFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.StringFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.StringLiteral;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import net.thisptr.jackson.jq.internal.tree.matcher.PatternMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ArrayMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ObjectMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ValueMatcher;
import org.jspecify.annotations.Nullable;

/*
 * jackson-jq has no hook that all evaluation passes: functions that an expression defines, `,`, `.[]` and reduce go from node
 * to node of the parsed expression with nobody in between, and two hundred characters can make them work until the sun burns
 * out. But a node is anything that implements Expression. So after parsing, the same tree is built anew from the library's own
 * nodes with a Bounded one around each that has parts: all that is evaluated then passes there.
 *
 * This names every kind of node there is. One that a later version of the library adds is refused when it is first used, and
 * by a test before that: nothing slips through unbounded.
 */
/** Builds a parsed expression anew so that its evaluation is bounded. */
final class BoundedTree {

    private static final int MAX_SOUGHT = 100;

    private final Names names;

    private BoundedTree(Names names) {
        this.names = names;
    }

    /**
     * @param names is told which there are
     * @throws IllegalArgumentException it uses what is not to be had here, such as modules
     * @throws IllegalStateException the library has a kind of node that this does not know
     */
    static Expression of(Expression expression, Names names) {
        return new BoundedTree(names).of(expression);
    }

    private Expression of(Expression expression) {
        SyntaxNode node = new SyntaxNode(expression);
        return switch (expression) {
            case ThisObject _, ValueLiteral _, BreakExpression _, FormattingFilter _ -> expression;
            case VariableAccess _ -> read(expression, node);
            case RecursionOperator _ -> new Bounded(expression, Values.TAKEN);
            case TopLevelExpression _ -> withoutModules(node);
            case IsolatedScopeQuery _ -> new IsolatedScopeQuery(part(node, "q"));
            case ArrayConstruction array -> array.q == null ? array : made(new ArrayConstruction(kept(of(array.q))));
            case ObjectConstruction object -> made(object(object));
            case StringInterpolation _ ->
                made(new StringInterpolation(
                        node.get("template"), pairs(node, "interpolations"), optional(node.get("formatter"))));
            case Conditional _ -> new Conditional(cases(node), optional(node.get("otherwise")));
            case ReduceExpression _ ->
                new Reduce(part(node, "iterExpr"), matcher(node), part(node, "initExpr"), part(node, "reduceExpr"));
            case ForeachExpression _ ->
                new ForeachExpression(
                        matcher(node),
                        part(node, "initExpr"),
                        part(node, "updateExpr"),
                        optional(node.get("extractExpr")),
                        part(node, "iterExpr"));
            case FunctionCall _ -> passed(call(node));
            case FunctionDefinition _ -> definition(node);
            case NegativeExpression _ -> new NegativeExpression(part(node, "value"));
            case PipedQuery _ -> new PipedQuery(components(node));
            case SemicolonOperator _ -> new SemicolonOperator(parts(node, "qs"));
            case TryCatch _ -> new TryCatch(part(node, "tryExpr"), optional(node.get("catchExpr")));
            case Tuple tuple -> passed(new Tuple(all(tuple.qs)));
            case AlternativeOperatorExpression _ -> new AlternativeOperatorExpression(left(node), right(node));
            case BooleanAndExpression _ -> new BooleanAndExpression(left(node), right(node));
            case BooleanOrExpression _ -> new BooleanOrExpression(left(node), right(node));
            case SimpleBinaryOperatorExpression _ -> new Operation(left(node), right(node), operator(node));
            case UpdateAssignment _ ->
                made(new UpdateAssignment(kept(left(node)), kept(right(node)), node.get("version")));
            case Assignment _ -> made(assignment(node, new BoundedOperator(new Replacement())));
            case ComplexAssignment _ -> made(assignment(node, operator(node)));
            case BracketExtractFieldAccess _ ->
                new Bounded(new BracketExtractFieldAccess(part(node, "target"), node.get("permissive")), Values.TAKEN);
            case BracketFieldAccess _ -> bracket(node);
            case IdentifierFieldAccess _ ->
                new IdentifierFieldAccess(part(node, "target"), node.get("field"), node.get("permissive"));
            case StringFieldAccess _ ->
                new StringFieldAccess(part(node, "target"), part(node, "field"), node.get("permissive"));
            default -> throw new IllegalStateException("unknown kind of expression: " + expression.getClass());
        };
    }

    private Expression withoutModules(SyntaxNode node) {
        if (!node.list("imports").isEmpty() || node.get("moduleDirective") != null) {
            throw new IllegalArgumentException("uses modules, which are not to be had here");
        }
        return part(node, "expr");
    }

    private <T> T read(T access, SyntaxNode node) {
        names.reads(node.get("name"));
        return access;
    }

    private FunctionCall call(SyntaxNode node) {
        List<Expression> arguments = parts(node, "args");
        names.calls(node.get("name"), arguments.size());
        return new FunctionCall(node.get("moduleName"), node.get("name"), arguments, node.get("version"));
    }

    private FunctionDefinition definition(SyntaxNode node) {
        names.defines(node.get("fname"), node.list("args"));
        return new FunctionDefinition(node.get("fname"), node.get("args"), part(node, "body"));
    }

    private static Bounded passed(Expression expression) {
        return new Bounded(expression, Values.PASSED);
    }

    private static Bounded made(Expression expression) {
        return new Bounded(expression, Values.MADE);
    }

    private static Bounded kept(Expression expression) {
        return new Bounded(expression, Values.KEPT);
    }

    private Expression part(SyntaxNode node, String field) {
        return of(node.<Expression>get(field));
    }

    private Expression left(SyntaxNode node) {
        return part(node, "lhs");
    }

    private Expression right(SyntaxNode node) {
        return part(node, "rhs");
    }

    private static BoundedOperator operator(SyntaxNode node) {
        return new BoundedOperator(node.get("operator"));
    }

    private ComplexAssignment assignment(SyntaxNode node, BoundedOperator operator) {
        return new ComplexAssignment(kept(left(node)), right(node), operator);
    }

    @SuppressWarnings("NullAway") // the library takes null for a part that is not there
    private Expression optional(@Nullable Expression part) {
        return part == null ? null : of(part);
    }

    private List<Expression> parts(SyntaxNode node, String field) {
        return all(node.list(field));
    }

    private List<Expression> all(List<Expression> parts) {
        return parts.stream().map(this::of).toList();
    }

    private List<Pair<Integer, Expression>> pairs(SyntaxNode node, String field) {
        return node.<Pair<Integer, Expression>>list(field).stream()
                .map(pair -> Pair.of(pair._1, of(pair._2)))
                .toList();
    }

    private List<Pair<Expression, Expression>> cases(SyntaxNode node) {
        return node.<Pair<Expression, Expression>>list("switches").stream()
                .map(pair -> Pair.of(of(pair._1), of(pair._2)))
                .toList();
    }

    private List<PipeComponent> components(SyntaxNode node) {
        List<PipeComponent> components = new ArrayList<>();
        for (PipeComponent component : node.<PipeComponent>list("components")) {
            components.add(
                    switch (component) {
                        case AssignPipeComponent assign ->
                            new AssignPipeComponent(of(assign.expr), matcher(assign.matcher));
                        case TransformPipeComponent transform -> new TransformPipeComponent(of(transform.expr));
                        case LabelPipeComponent label -> label;
                        default -> throw new IllegalStateException("unknown part of a pipe: " + component.getClass());
                    });
        }
        return components;
    }

    private ObjectConstruction object(ObjectConstruction object) {
        ObjectConstruction bounded = new ObjectConstruction();
        for (FieldConstruction field : object.fields) {
            SyntaxNode node = new SyntaxNode(field);
            bounded.add(
                    switch (field) {
                        case VariableKeyFieldConstruction variable -> read(variable, node);
                        case IdentifierKeyFieldConstruction named ->
                            new IdentifierKeyFieldConstruction(named.key, optional(named.value));
                        case StringKeyFieldConstruction text ->
                            new StringKeyFieldConstruction(of(text.key), optional(text.value));
                        case JsonQueryKeyFieldConstruction _ ->
                            new JsonQueryKeyFieldConstruction(part(node, "key"), part(node, "value"));
                        default -> throw new IllegalStateException("unknown kind of field: " + field.getClass());
                    });
        }
        return bounded;
    }

    private Expression bracket(SyntaxNode node) {
        boolean permissive = node.get("permissive");
        if (node.<Boolean>get("isRange")) {
            return made(new BracketFieldAccess(
                    part(node, "target"), part(node, "startExpr"), part(node, "endExpr"), permissive));
        }
        Expression sought = part(node, "startExpr");
        Expression few = (scope, in, path, output, requirePath) -> sought.apply(
                scope,
                in,
                path,
                (value, valuePath) -> {
                    if (value.isArray() && value.size() > MAX_SOUGHT) {
                        throw new JsonQueryException("an array to look for has at most %d elements, not %d"
                                .formatted(MAX_SOUGHT, value.size()));
                    }
                    output.emit(value, valuePath);
                },
                requirePath);
        return new Bounded(new BracketFieldAccess(part(node, "target"), few, permissive), Values.PLACED);
    }

    private PatternMatcher matcher(SyntaxNode node) {
        return matcher(node.<PatternMatcher>get("matcher"));
    }

    private PatternMatcher matcher(PatternMatcher matcher) {
        return switch (matcher) {
            case ValueMatcher value -> {
                names.binds(new SyntaxNode(value).get("name"));
                yield value;
            }
            case ArrayMatcher array ->
                new ArrayMatcher(new SyntaxNode(array)
                        .<PatternMatcher>list("matchers").stream()
                                .map(this::matcher)
                                .toList());
            case ObjectMatcher object ->
                new ObjectMatcher(new SyntaxNode(object)
                        .<ObjectMatcher.FieldMatcher>list("matchers").stream()
                                .map(this::fieldMatcher)
                                .toList());
            default -> throw new IllegalStateException("unknown kind of pattern: " + matcher.getClass());
        };
    }

    private ObjectMatcher.FieldMatcher fieldMatcher(ObjectMatcher.FieldMatcher field) {
        SyntaxNode node = new SyntaxNode(field);
        Expression name = node.get("name");
        PatternMatcher matcher = node.get("matcher");
        boolean dollar = node.get("dollar");
        if (dollar && name instanceof StringLiteral variable) {
            names.binds(variable.value().asText());
        }
        return new ObjectMatcher.FieldMatcher(
                dollar,
                name instanceof StringLiteral ? name : of(name), // the library looks whether it is one
                matcher == null ? null : matcher(matcher));
    }
}
