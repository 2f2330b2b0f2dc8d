package intaglio.verify;

import java.util.Map;

/**
 * A module of the design that the bench also drives alone, with the parameters of the design's own instance. Every
 * beat carries {@code lanes} values, each made of {@code inputs} fields; where channels have multipliers, one of them
 * is used for all lanes.
 *
 * @param kind which module
 * @param layer label of the layer that it works for; empty for the class of the whole network
 * @param parameters of the instance, as Verilog text
 * @param inputBits bits of an input field
 * @param inputs fields of a lane
 * @param lanes values of a beat
 * @param factorBits bits of a multiplier; 0 where none comes with the beat
 * @param factors multipliers of a beat
 * @param resultBits bits of a lane's result
 * @param resultSigned whether results are in two's complement
 * @param divisor what it divides by, where a layer has several means; else 0
 */
record Unit(
        Kind kind,
        String layer,
        Map<String, String> parameters,
        int inputBits,
        int inputs,
        int lanes,
        int factorBits,
        int factors,
        int resultBits,
        boolean resultSigned,
        int divisor) {

    /** A unit that is the only one of its kind for its layer. */
    Unit(
            Kind kind,
            String layer,
            Map<String, String> parameters,
            int inputBits,
            int inputs,
            int lanes,
            int factorBits,
            int factors,
            int resultBits,
            boolean resultSigned) {
        this(kind, layer, parameters, inputBits, inputs, lanes, factorBits, factors, resultBits, resultSigned, 0);
    }

    /** The modules that are driven alone. */
    enum Kind {
        REQUANTIZE("intaglio_requantize", true),
        MEAN("intaglio_mean", true),
        POOL("intaglio_pool", false),
        ARGMAX("intaglio_argmax", false);

        private final String module;
        private final boolean monotone;

        Kind(String module, boolean monotone) {
            this.module = module;
            this.monotone = monotone;
        }

        String module() {
            return module;
        }

        /** Whether it has one input and grows with it: then its vectors are the steps of a stair. */
        boolean isMonotone() {
            return monotone;
        }
    }

    /** {@code c1.requantize}, {@code argmax}, or {@code p1.mean/6}. */
    String name() {
        String what = kind.module().substring("intaglio_".length()) + (divisor == 0 ? "" : "/" + divisor);
        return layer.isEmpty() ? what : layer + "." + what;
    }

    /** Bits of everything that goes in. */
    int dataBits() {
        return inputFieldBits() + factorBits * factors;
    }

    int inputFieldBits() {
        return inputBits * inputs * lanes;
    }
}
