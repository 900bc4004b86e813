package io.antflow.tasks.jq;

import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.internal.tree.binaryop.SimpleBinaryOperatorExpression;

/** Any of {@code + - * / % == != < <= > >=}, bounded. */
final class Operation extends SimpleBinaryOperatorExpression {

    Operation(Expression left, Expression right, BoundedOperator operator) {
        super(left, right, operator);
    }
}
