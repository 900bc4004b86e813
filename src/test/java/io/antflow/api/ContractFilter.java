package io.antflow.api;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Checks every JSON answer that a test gets against the OpenAPI document: status, headers, media type and schema. */
public final class ContractFilter implements Filter {

    private @Nullable OpenApiInteractionValidator contract;

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        String path = URI.create(request.getURI()).getRawPath();
        if (path.startsWith("/api/") && response.contentType().contains("json") && knows(request.getMethod())) {
            ValidationReport report =
                    contract().validateResponse(path, Request.Method.valueOf(request.getMethod()), simple(response));
            if (report.hasErrors()) {
                throw new AssertionError("%s %s answers %d with what its document does not say: %s\n%s"
                        .formatted(request.getMethod(), path, response.statusCode(), report, response.asString()));
            }
        }
        return response;
    }

    private static boolean knows(String method) {
        return switch (method) {
            case "GET", "PUT", "POST", "PATCH", "DELETE" -> true;
            default -> false;
        };
    }

    private static SimpleResponse simple(Response response) {
        SimpleResponse.Builder simple =
                SimpleResponse.Builder.status(response.statusCode()).withBody(response.asString());
        response.headers().forEach(header -> simple.withHeader(header.getName(), header.getValue()));
        return simple.build();
    }

    private synchronized OpenApiInteractionValidator contract() {
        if (contract == null) {
            String document = RestAssured.given()
                    .noFilters()
                    .get("/q/openapi?format=json")
                    .asString();
            contract = OpenApiInteractionValidator.createForInlineApiSpecification(document)
                    .withLevelResolver(LevelResolver.create()
                            // paths and methods that there are not: their answer is a test of its own
                            .withLevel("validation.request.path.missing", ValidationReport.Level.IGNORE)
                            .withLevel("validation.request.operation.notAllowed", ValidationReport.Level.IGNORE)
                            .build())
                    .build();
        }
        return contract;
    }
}
