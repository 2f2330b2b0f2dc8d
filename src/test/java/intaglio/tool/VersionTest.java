package intaglio.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Verilator 5.006 2023-01-22 rev (Debian 5.006-3)|5.006",
                "Yosys 0.23 (git sha1 7ce5011c24b)|0.23",
                "Icarus Verilog version 11.0 (stable) ()|11.0",
                "GNU Make 4.3|4.3",
                "12.2.0|12.2.0",
                "17.0.15|17.0.15",
                "25|25"
            })
    void isTheFirstNumberOfTheAnnouncement(String announcement, String expected) {
        assertThat(Version.parse(announcement)).contains(new Version(expected));
    }

    @Test
    void textWithoutNumberHasNone() {
        assertThat(Version.parse("command not found")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5.006,5,true",
        "4.038,5,false",
        "5,5.0.1,false",
        "0.9,0.20,false",
        "0.23,0.20,true",
        "11.0,11,true",
        "17.0.15,17,true",
        "11.0.25,17,false"
    })
    void comparesNumberByNumber(String found, String least, boolean expected) {
        assertThat(new Version(found).isAtLeast(new Version(least))).isEqualTo(expected);
    }
}
