package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import intaglio.num.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationJsonTest {

    @Test
    void everythingButTheTimesIsThere() throws IOException {
        JsonNode json = new ObjectMapper().readTree(VerificationJson.of(result(Duration.ofMillis(123))));
        assertThat(json.path("kind").asText()).isEqualTo(VerificationJson.KIND);
        assertThat(json.path("passed").asBoolean()).isFalse();
        assertThat(json.at("/interval/plan").asInt()).isEqualTo(1000);
        assertThat(json.at("/interval/measured").asInt()).isEqualTo(1001);
        assertThat(json.path("latency").has("measured")).isFalse();
        assertThat(json.at("/runs/0/cycles").asInt()).isEqualTo(30);
        assertThat(json.at("/ranges/0/proved/1").asInt()).isEqualTo(9);
        assertThat(json.at("/failures/0/text").asText()).isEqualTo("1001 is not 1000");
        assertThat(VerificationJson.of(result(Duration.ZERO)))
                .isEqualTo(VerificationJson.of(result(Duration.ofDays(1))));
    }

    private static VerifyResult result(Duration wall) {
        return new VerifyResult(
                DesignPlan.read(Path.of("rtl-out")),
                1001,
                -1,
                List.of(new RunSummary("back to back", 10, 20, 30, 1, wall)),
                List.of(new Extremes("c1.output", new Interval(2, 3), new Interval(-1, 9))),
                List.of(new Failure("interval", "back to back", "1001 is not 1000")),
                List.of(),
                List.of("changed"),
                null,
                wall,
                wall);
    }
}
