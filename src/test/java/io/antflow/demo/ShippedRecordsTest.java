package io.antflow.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The records that come with the demo show something of everything. */
class ShippedRecordsTest {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Directory directory = new Directory(() -> Duration.ZERO);
    private final List<UserRecord> records = new ArrayList<>();
    private int lines;

    @BeforeEach
    void readThem() throws Exception {
        Set<String> ids = new HashSet<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("/demo/users.ndjson")),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines++;
                JsonNode record = mapper.readTree(line);
                if (ids.add(record.required("id").textValue())) {
                    records.add(mapper.treeToValue(record, UserRecord.class));
                }
            }
        }
    }

    @Test
    void areAThousandOfWhichFiveAreThereTwice() {
        assertThat(lines).isEqualTo(1_000);
        assertThat(records).hasSize(995);
    }

    @Test
    void failInManyWays() {
        Map<String, Integer> ends = new TreeMap<>();
        for (UserRecord record : records) {
            ends.merge(endOf(record), 1, Integer::sum);
        }

        assertThat(ends)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("MissingFieldException", 15),
                        Map.entry("UnreadableRecordException", 16),
                        Map.entry("UnknownCountryException", 4),
                        Map.entry("InvalidEmailException", 10),
                        Map.entry("InvalidAgeException", 9),
                        Map.entry("PersonNotFoundException", 6),
                        Map.entry("DirectoryUnavailableException", 14),
                        Map.entry("has its profile", 80),
                        Map.entry("found at attempt 1", 729),
                        Map.entry("found at attempt 2", 74),
                        Map.entry("found at attempt 3", 38)));
    }

    private String endOf(UserRecord record) {
        User user;
        try {
            user = new ParseUser().run(record, Attempt.FIRST);
            new CheckCountry().run(user, Attempt.FIRST);
            new ValidateEmail().run(user, Attempt.FIRST);
            new ValidateAge().run(user, Attempt.FIRST);
        } catch (BadRecordException e) {
            return e.getClass().getSimpleName();
        }
        return user.profile() == null ? endInEnrichment(user, 1) : "has its profile";
    }

    private String endInEnrichment(User user, int attempt) {
        try {
            User enriched = new EnrichUser(directory).run(user, new Attempt(attempt, "01TEST"));
            assertThat(enriched.profile()).isNotNull();
            return "found at attempt " + attempt;
        } catch (DirectoryUnavailableException e) {
            return attempt == 3 ? e.getClass().getSimpleName() : endInEnrichment(user, attempt + 1);
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }
}
