package io.antflow.tasks.jq;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Field;
import java.util.List;
import net.thisptr.jackson.jq.internal.IsolatedScopeQuery;
import net.thisptr.jackson.jq.internal.JsonQueryFunction;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.ForeachExpression;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.JsonQueryKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.NegativeExpression;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.ReduceExpression;
import net.thisptr.jackson.jq.internal.tree.SemicolonOperator;
import net.thisptr.jackson.jq.internal.tree.StringInterpolation;
import net.thisptr.jackson.jq.internal.tree.TopLevelExpression;
import net.thisptr.jackson.jq.internal.tree.TryCatch;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import net.thisptr.jackson.jq.internal.tree.VariableKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.binaryop.BinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.SimpleBinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.ComplexAssignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.UpdateAssignment;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.FieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.IdentifierFieldAccess;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.StringFieldAccess;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ArrayMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ObjectMatcher;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ValueMatcher;

/**
 * Reads the parts of a parsed expression's node. The library keeps most of them to itself, so this is by reflection, once
 * when an expression is compiled; nothing is written to.
 */
@RegisterForReflection(
        methods = false,
        targets = {
            ArrayMatcher.class,
            BinaryOperatorExpression.class,
            BracketFieldAccess.class,
            ComplexAssignment.class,
            Conditional.class,
            FieldAccess.class,
            ForeachExpression.class,
            FunctionCall.class,
            FunctionDefinition.class,
            IdentifierFieldAccess.class,
            IsolatedScopeQuery.class,
            JsonQueryFunction.class,
            JsonQueryKeyFieldConstruction.class,
            NegativeExpression.class,
            ObjectMatcher.FieldMatcher.class,
            ObjectMatcher.class,
            PipedQuery.class,
            ReduceExpression.class,
            SemicolonOperator.class,
            SimpleBinaryOperatorExpression.class,
            StringFieldAccess.class,
            StringInterpolation.class,
            TopLevelExpression.class,
            TryCatch.class,
            UpdateAssignment.class,
            ValueMatcher.class,
            VariableAccess.class,
            VariableKeyFieldConstruction.class
        })
record SyntaxNode(Object node) {

    /** @throws IllegalStateException the library is another one than this was written for */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // the caller knows the library's types
    <T> T get(String field) {
        for (Class<?> type = node.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field found = type.getDeclaredField(field);
                found.setAccessible(true);
                return (T) found.get(node);
            } catch (NoSuchFieldException _) {
                // it may be the superclass'
            } catch (IllegalAccessException e) {
                throw unknown(field, e);
            }
        }
        throw unknown(field, null);
    }

    <T> List<T> list(String field) {
        return get(field);
    }

    private IllegalStateException unknown(String field, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalStateException("a " + node.getClass().getName() + " has no readable '" + field + "'", cause);
    }
}
