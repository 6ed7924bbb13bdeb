package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Iso3166Test {
    @Test
    void everyCountryHasAContinentAndACentre() {
        List<String> without = Arrays.stream(Locale.getISOCountries())
                .filter(code -> !Iso3166.CONTINENTS.contains(Objects.requireNonNullElse(Iso3166.continentOf(code), ""))
                        || Iso3166.centre(code) == null)
                .toList();
        assertEquals(List.of(), without);
    }

    @Test
    void chinasSubdivisionsAreKnownAndOthersHaveAShape() {
        for (String code : List.of("CN-SH", "CN-HK", "CN-XZ", "US-CA", "JP-13", "FR-IDF", "GB-ENG")) {
            assertTrue(Iso3166.isSubdivision(code), code);
        }
        for (String code : List.of("CN-ZZ", "CN-31", "CN-", "XX-CA", "US-ABCD", "us-CA", "US", "")) {
            assertFalse(Iso3166.isSubdivision(code), code);
        }
    }

    /** Where few live in the middle, the centre is not there: nearer to the first than to the second. */
    @ParameterizedTest
    @CsvSource({
        "RU, 55.75, 37.62, 55.03, 82.92",
        "CA, 43.65, -79.38, 62.45, -114.37",
        "AU, -33.87, 151.21, -23.70, 133.88",
        "BR, -23.55, -46.63, -3.12, -60.02",
        "CN, 31.23, 121.47, 36.06, 103.83",
        "US, 38.63, -90.20, 40.76, -111.89",
        "DZ, 36.75, 3.06, 22.79, 5.53",
        "ID, -6.21, 106.85, -3.32, 114.59",
        "CN-GD, 23.13, 113.26, 25.08, 102.71",
        "US-CA, 38.63, -90.20, 40.76, -111.89",
    })
    void centresAreWhereTheAddressesAre(String code, double north, double east, double otherNorth, double otherEast) {
        Coordinates centre = Objects.requireNonNull(Iso3166.centre(code));
        double near = GreatCircle.metres(centre, new Coordinates(north, east));
        double far = GreatCircle.metres(centre, new Coordinates(otherNorth, otherEast));
        assertTrue(near < far, () -> code + " at " + centre);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "cn|did you mean \"CN\"?",
                "cn-sh|did you mean \"CN-SH\"?",
                "CN_SH|did you mean \"CN-SH\"?",
                "UK|did you mean \"GB\"?",
                "uk-eng|did you mean \"GB-ENG\"?",
                "Germany|did you mean \"DE\"?",
                "united states|did you mean \"US\"?",
                "oman|did you mean \"OM\"?",
                "iran|did you mean \"IR\"?",
                "CN-shanghai|did you mean \"CN-SH\"?",
                "shanghi|did you mean \"CN-SH\"?",
                "Inner Mongolia|did you mean \"CN-NM\"?",
                "henan|did you mean \"CN-HA\"?",
                "CN-HM|known: CN-HA, CN-HB, CN-HE, CN-HI, CN-HK, CN-HL, CN-HN",
                "JA|known: JE, JM, JO, JP",
                "XX|-",
                "CN-31|-",
                "telecom|-",
                "edge|-",
                "''|-",
            })
    void wordsThatAreNoCodeGetTheOneThatWasMeant(String word, String hint) {
        assertEquals(hint, Iso3166.hint(word));
    }
}
