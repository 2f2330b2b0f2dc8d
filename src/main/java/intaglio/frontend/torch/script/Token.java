package intaglio.frontend.torch.script;

/**
 * A word of a line.
 *
 * @param text as it stands; of a string without its quotes
 * @param line number in the file, from 1
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SIGN,
        END
    }

    boolean is(String sign) {
        return (kind == Kind.SIGN || kind == Kind.NAME) && text.equals(sign);
    }
}
