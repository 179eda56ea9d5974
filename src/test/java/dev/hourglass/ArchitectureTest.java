package dev.hourglass;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.hourglass.job.JobCommand;
import dev.hourglass.spark.SparkSessions;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Holds the code to what docs/architecture.md says of packages and libraries. */
class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.hourglass");

    private static final Path PAGE = Path.of("docs/architecture.md");
    private static final Predicate<String> ROW =
            Pattern.compile("^\\| `\\w+` \\|.*\\|.*\\|$").asMatchPredicate();
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?(dev\\.hourglass\\.[^;]+);", Pattern.MULTILINE);
    private static final Pattern OWN = Pattern.compile("dev\\.hourglass\\.(?:([a-z0-9]+)\\.)?.*");

    /** What the table calls the package that all others are in. */
    private static final String TOP = "Hourglass";

    private static final String OUTSIDE = "";

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching("dev.(**)").should().beFreeOfCycles());
    }

    @Test
    void onlyOneTrainerKnowsDl4jSpark() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.hourglass.training.dl4jspark")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.deeplearning4j.spark.."));
    }

    @Test
    void onlyNetworksAndTheirTrainerComputeWithDl4j() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(
                                "dev.hourglass.network..", "dev.hourglass.training.dl4jspark")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."));
    }

    @Test
    void onlyJobsParseTheCommandLineAndShowProgress() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("dev.hourglass", "dev.hourglass.job")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("picocli..", "me.tongfei.."));
    }

    @Test
    void onlyTheConfigurationReadsHocon() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("dev.hourglass.config")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.typesafe.."));
    }

    @Test
    void onlyOneClassStartsSpark() {
        check(
                noClasses()
                        .that(not(belongToAnyOf(SparkSessions.class)))
                        .should()
                        .callMethod(SparkSession.class, "builder"));
    }

    @Test
    void onlyTheCommandLineWritesToStandardStreams() {
        check(
                noClasses()
                        .that(not(belongToAnyOf(Interruption.class, JobCommand.class)))
                        .and()
                        .doNotHaveFullyQualifiedName("dev.hourglass.job.Progress")
                        .and()
                        .doNotHaveFullyQualifiedName("dev.hourglass.job.Progress$Lines")
                        .should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        check(
                noClasses()
                        .that(not(belongToAnyOf(Hourglass.class)))
                        .should()
                        .callMethod(System.class, "exit", int.class));
    }

    @Test
    void logsGoToSlf4j() {
        check(
                noClasses()
                        .that(not(belongToAnyOf(JobCommand.class)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.util.logging..",
                                "org.apache.log4j..",
                                "org.apache.logging.log4j..",
                                "org.apache.commons.logging.."));
    }

    @Test
    void exceptionsSayMoreThanTheirType() {
        check(NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
    }

    @Test
    void nothingReadsSerialisedJavaObjects() {
        check(noClasses().should().dependOnClassesThat().belongToAnyOf(ObjectInputStream.class));
    }

    @Test
    void nothingDependsOnTheInsidesOfTheJdk() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("sun..", "com.sun..", "jdk.internal..")
                                        // A library in spite of its name.
                                        .and(resideOutsideOfPackage("com.sun.jna.."))));
    }

    @Test
    void classesAreFinalOrMadeToBeExtended() {
        check(
                classes()
                        .that()
                        .areNotInterfaces()
                        .and()
                        .areTopLevelClasses()
                        .and()
                        .doNotHaveModifier(JavaModifier.ABSTRACT)
                        .should()
                        .haveModifier(JavaModifier.FINAL));
    }

    @Test
    void packagesImportWhatThePageSaysAndNothingFromAbove() throws IOException {
        Map<String, Set<String>> imports = imports();
        Map<String, Set<String>> table = table();
        assertThat(table.keySet()).containsExactlyInAnyOrderElementsOf(imports.keySet());
        List<String> below = new ArrayList<>(table.keySet());
        table.forEach(
                (name, listed) -> {
                    below.remove(name);
                    assertThat(below).as("below " + name).containsAll(listed);
                    assertThat(imports.get(name)).as("imports of " + name).isEqualTo(listed);
                });
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }

    /** Packages by name, from top to bottom, with their imports. */
    private static Map<String, Set<String>> table() throws IOException {
        List<String[]> rows =
                Files.readString(PAGE).lines().filter(ROW).map(row -> row.split("\\|")).toList();
        Map<String, Set<String>> table = new LinkedHashMap<>();
        rows.forEach(cells -> table.put(names(cells[1]).get(0), new TreeSet<>(names(cells[3]))));
        return table;
    }

    private static List<String> names(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
    }

    /**
     * What each package imports of the others. The compiler copies constants, so that class files
     * do not tell where they are from; sources do not name every type that they use.
     */
    private static Map<String, Set<String>> imports() throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (JavaClass origin : CLASSES) {
            String name = name(origin.getPackageName() + ".");
            Set<String> names = imports.computeIfAbsent(name, key -> new TreeSet<>());
            for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                names.add(name(target.getPackageName() + "."));
            }
            Path source = Path.of("src/main/java", origin.getFullName().replace('.', '/'));
            names.addAll(importedBy(source.resolveSibling(source.getFileName() + ".java")));
        }
        imports.forEach(
                (name, names) -> names.removeAll(List.of(name, "config", "error", OUTSIDE)));
        return imports;
    }

    private static Set<String> importedBy(Path source) throws IOException {
        if (!Files.exists(source)) {
            return Set.of();
        }
        return IMPORT.matcher(Files.readString(source))
                .results()
                .map(match -> name(match.group(1)))
                .collect(Collectors.toSet());
    }

    /** The package right below dev.hourglass that this is in. */
    private static String name(String qualified) {
        Matcher own = OWN.matcher(qualified);
        if (!own.matches()) {
            return OUTSIDE;
        }
        return own.group(1) == null ? TOP : own.group(1);
    }
}
