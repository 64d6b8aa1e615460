// Asks veraPDF's library about PDF files: java -cp ... Validate.java ua1,2a FILE...
//
// One line for every file and flavour, its fields parted by tabs:
// file, flavour, pass or fail, number of failed checks, then each failed rule as `clause-test message`.

import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Validate {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] args) {
        LogManager.getLogManager().reset();  // it logs every repaired oddity to stderr
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < args.length; i++) {
            for (String flavour : args[0].split(",")) {
                OUT.println(args[i] + "\t" + flavour + "\t" + verdict(args[i], flavour));
            }
        }
    }

    private static String verdict(String file, String flavour) {
        PDFAFlavour profile = PDFAFlavour.byFlavourId(flavour);
        try (var stream = new FileInputStream(file);
             var parser = Foundries.defaultInstance().createParser(stream, profile);
             var validator = Foundries.defaultInstance().createValidator(profile, false)) {
            return summary(validator.validate(parser));
        } catch (Exception fault) {  // a file that is no PDF: as failed as one that breaks a rule
            return "fail\t1\tunreadable " + oneLine(String.valueOf(fault.getMessage()));
        }
    }

    private static String summary(ValidationResult result) {
        Set<String> rules = new LinkedHashSet<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            var rule = assertion.getRuleId();
            rules.add(rule.getClause() + "-" + rule.getTestNumber() + " " + oneLine(assertion.getMessage()));
        }
        int failed = result.getFailedChecks().values().stream().mapToInt(Integer::intValue).sum();
        String fields = (result.isCompliant() ? "pass" : "fail") + "\t" + failed;
        return rules.isEmpty() ? fields : fields + "\t" + String.join("\t", rules);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
