package intaglio.frontend.layer;

import intaglio.diag.Problems;
import java.util.Locale;
import java.util.Set;

/** Which names a network and its layers may have: those that become parts of Verilog and file names unchanged. */
public final class Labels {

    static final int MAX_LENGTH = 24;

    /**
     * Keywords of Verilog-2005 and SystemVerilog-2017. {@code output} is not among them here: it is the last layer of
     * the classic LeNet, so an emitted identifier must never be a bare label.
     */
    private static final Set<String> KEYWORDS = Set.of("""
            accept_on alias always always_comb always_ff always_latch and assert assign assume automatic before begin
            bind bins binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class clocking cmos
            config const constraint context continue cover covergroup coverpoint cross deassign default defparam design
            disable dist do edge else end endcase endchecker endclass endclocking endconfig endfunction endgenerate
            endgroup endinterface endmodule endpackage endprimitive endprogram endproperty endsequence endspecify
            endtable endtask enum event eventually expect export extends extern final first_match for force foreach
            forever fork forkjoin function generate genvar global highz0 highz1 if iff ifnone ignore_bins illegal_bins
            implements implies import incdir include initial inout input inside instance int integer interconnect
            interface intersect join join_any join_none large let liblist library local localparam logic longint
            macromodule matches medium modport module nand negedge nettype new nexttime nmos nor noshowcancelled not
            notif0 notif1 null or package packed parameter pmos posedge primitive priority program property
            protected pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent pure rand randc randcase
            randsequence rcmos real realtime ref reg reject_on release repeat restrict return rnmos rpmos rtran
            rtranif0 rtranif1 s_always s_eventually s_nexttime s_until s_until_with scalared sequence shortint
            shortreal showcancelled signed small soft solve specify specparam static string strong strong0 strong1
            struct super supply0 supply1 sync_accept_on sync_reject_on table tagged task this throughout time
            timeprecision timeunit tran tranif0 tranif1 tri tri0 tri1 triand trior trireg type typedef union unique
            unique0 unsigned until until_with untyped use uwire var vectored virtual void wait wait_order wand weak
            weak0 weak1 while wildcard wire with within wor xnor xor""".split("\\s+"));

    private Labels() {}

    /** Reports a name that is not {@code [a-z][a-z0-9_]*}, too long, or a keyword. */
    public static void check(String what, String name, String where, Problems problems) {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            problems.add(
                    where,
                    what + " '" + name + "' is not a lower-case letter followed by lower-case letters, digits and _",
                    "rename it, for instance to '" + legal(name) + "'");
        } else if (KEYWORDS.contains(name)) {
            problems.add(
                    where,
                    what + " '" + name + "' is a keyword of Verilog",
                    "rename it, for instance to '" + name + "1'");
        }
        if (name.length() > MAX_LENGTH) {
            problems.add(
                    where,
                    what + " '" + name + "' has " + name.length() + " characters, at most " + MAX_LENGTH
                            + " are allowed",
                    "shorten it");
        }
    }

    /** The nearest name of legal characters. */
    public static String legal(String name) {
        String start = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return start.matches("[a-z].*") ? start : "l" + start;
    }

    /**
     * A label that may be used as it is: legal characters, not too long, no keyword, not taken yet.
     *
     * @param name what it should be called
     * @param taken labels in use; the new one is added
     */
    public static String free(String name, Set<String> taken) {
        String start = shortened(legal(name), MAX_LENGTH);
        String label = KEYWORDS.contains(start) ? shortened(start, MAX_LENGTH - 1) + "1" : start;
        for (int i = 2; taken.contains(label); i++) {
            label = shortened(start, MAX_LENGTH - 1 - Integer.toString(i).length()) + "_" + i;
        }
        taken.add(label);
        return label;
    }

    private static String shortened(String name, int length) {
        return name.length() > length ? name.substring(0, length) : name;
    }
}
