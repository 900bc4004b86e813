package io.antflow.demo;

import io.antflow.pipeline.Task;
import io.antflow.pipeline.TaskContext;
import io.quarkus.arc.lookup.LookupIfProperty;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;

@Singleton
@Identifier("check_country")
@LookupIfProperty(name = "antflow.demo", stringValue = "true")
final class CheckCountry implements Task<User, User> {

    private static final Set<String> COUNTRIES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    @Override
    public String description() {
        return "Lets only users of existing countries through.";
    }

    @Override
    public User run(User user, TaskContext context) throws BadRecordException {
        if (!COUNTRIES.contains(user.country())) {
            throw new UnknownCountryException(user.country());
        }
        return user;
    }
}
