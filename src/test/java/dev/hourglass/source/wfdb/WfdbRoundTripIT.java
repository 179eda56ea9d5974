package dev.hourglass.source.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hourglass.source.wfdb.AnnotationFiles.AnnotationFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of the MIT-BIH Arrhythmia Database, read and written. */
@Tag("real-data")
class WfdbRoundTripIT {
    @TempDir private Path target;

    @Test
    void everyRecordOfMitBihIsWrittenAsItIs() throws Exception {
        String data = System.getenv("HOURGLASS_DATA");
        assumeThat(data).as("HOURGLASS_DATA, the folder of real data").isNotNull();
        Path source = Path.of(data, "mitbih");
        String[] headers = source.toFile().list((directory, name) -> name.endsWith(".hea"));
        assertThat(headers).isNotNull().hasSizeBetween(40, 48);
        for (String file : headers) {
            String name = file.substring(0, file.length() - ".hea".length());
            WfdbRecord record = new RecordFolder(source).open(name);
            WfdbHeader written = RecordFolder.copy(record, target, 212);

            assertThat(target.resolve(name + ".dat"))
                    .hasSameBinaryContentAs(source.resolve(name + ".dat"));
            assertThat(new RecordFolder(target).open(name).header())
                    .isEqualTo(written)
                    .isEqualTo(record.header());
            assertThat(Files.readAllLines(target.resolve(file)))
                    .isEqualTo(Files.readAllLines(source.resolve(file)));
            assertThat(record.annotationFiles().ignored()).isEmpty();
            assertThat(record.annotationFiles().files())
                    .extracting(AnnotationFile::annotator)
                    .containsExactly("atr");
            Files.delete(target.resolve(name + ".dat"));
        }
    }
}
