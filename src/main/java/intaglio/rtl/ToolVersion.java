package intaglio.rtl;

/** Version named in everything that is emitted. */
public final class ToolVersion {

    public static final String VERSION = "0.1.0";

    private ToolVersion() {}
}
