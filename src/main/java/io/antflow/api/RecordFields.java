package io.antflow.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of the service's JSON objects are always there, and which may be null: read from the records themselves, so
 * that the document can't say otherwise.
 */
final class RecordFields {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName JSON_INCLUDE = DotName.createSimple(JsonInclude.class);
    private static final DotName SCHEMA =
            DotName.createSimple(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    private static final PropertyNamingStrategies.NamingBase JSON_NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private final Map<String, ClassInfo> bySchemaName = new HashMap<>();

    /** Other packages have records of the same simple names, and an index has no order: those that are schemas come first. */
    RecordFields(IndexView index) {
        List<ClassInfo> ours = index.getKnownClasses().stream()
                .filter(type -> type.isRecord() && type.name().toString().startsWith("io.antflow."))
                .sorted(Comparator.comparing(ClassInfo::name))
                .toList();
        for (ClassInfo type : ours) {
            AnnotationInstance schema = type.declaredAnnotation(SCHEMA);
            if (schema != null) {
                AnnotationValue name = schema.value("name");
                bySchemaName.put(name == null ? type.simpleName() : name.asString(), type);
            }
        }
        ours.forEach(type -> bySchemaName.putIfAbsent(type.simpleName(), type));
    }

    void complete(String name, Schema schema) {
        ClassInfo type = bySchemaName.get(name);
        Map<String, Schema> properties = schema.getProperties();
        if (type == null || properties == null) {
            return;
        }
        List<String> required = new ArrayList<>();
        for (RecordComponentInfo component : type.recordComponents()) {
            String field = JSON_NAMES.translate(component.name());
            Schema property = properties.get(field);
            boolean nullable = component.type().hasAnnotation(NULLABLE);
            boolean leftOut = nullable && leavesNullOut(type, component);
            if (property == null || leftOut) {
                continue;
            }
            required.add(field);
            if (nullable && property.getType() != null) {
                property.addType(Schema.SchemaType.NULL);
            }
        }
        schema.required(required.isEmpty() ? null : required);
    }

    /** No other inclusion is in use: whoever says one leaves nulls out. */
    private static boolean leavesNullOut(ClassInfo type, RecordComponentInfo component) {
        return type.hasDeclaredAnnotation(JSON_INCLUDE)
                || type.annotationsMap().getOrDefault(JSON_INCLUDE, List.of()).stream()
                        .map(AnnotationInstance::target)
                        .anyMatch(target -> isOf(target, component));
    }

    private static boolean isOf(AnnotationTarget target, RecordComponentInfo component) {
        return switch (target.kind()) {
            case RECORD_COMPONENT -> target.asRecordComponent().name().equals(component.name());
            case FIELD -> target.asField().name().equals(component.name());
            case METHOD -> target.asMethod().name().equals(component.name());
            default -> false;
        };
    }
}
