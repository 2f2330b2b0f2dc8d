package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The roundings of QONNX's Quant. */
enum QuantRounding {
    ROUND {
        @Override
        double round(double value) {
            return Math.rint(value);
        }
    },
    CEIL {
        @Override
        double round(double value) {
            return Math.ceil(value);
        }
    },
    FLOOR {
        @Override
        double round(double value) {
            return Math.floor(value);
        }
    },
    /** Away from zero. */
    UP {
        @Override
        double round(double value) {
            return Math.copySign(Math.ceil(Math.abs(value)), value);
        }
    },
    /** Towards zero. */
    DOWN {
        @Override
        double round(double value) {
            return Math.copySign(Math.floor(Math.abs(value)), value);
        }
    },
    /** To the nearest, halves away from zero. */
    HALF_UP {
        @Override
        double round(double value) {
            return Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
        }
    },
    /** To the nearest, halves towards zero. */
    HALF_DOWN {
        @Override
        double round(double value) {
            return Math.copySign(Math.ceil(Math.abs(value) - 0.5), value);
        }
    },
    /** +1 from 0 on, else -1. */
    SIGN {
        @Override
        double round(double value) {
            return value >= 0 ? 1 : -1;
        }
    };

    abstract double round(double value);

    /** Whether it is to the nearest number. */
    boolean isNearest() {
        return this == ROUND || this == HALF_UP || this == HALF_DOWN;
    }

    /** The rounding that a node names; HALF_EVEN is ROUND. */
    static Optional<QuantRounding> named(String name) {
        String known = name.equals("HALF_EVEN") ? "ROUND" : name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(rounding -> rounding != SIGN && rounding.name().equals(known))
                .findFirst();
    }
}
