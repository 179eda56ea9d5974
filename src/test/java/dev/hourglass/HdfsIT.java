package dev.hourglass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hourglass.model.ModelManifest;
import dev.hourglass.model.ModelStore;
import dev.hourglass.reproduce.RunningJob;
import dev.hourglass.store.Store;
import dev.hourglass.testing.JobProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline with its store on an HDFS of three DataNodes, of which one is lost while the network
 * trains, against the same pipeline on the local disk.
 */
class HdfsIT {
    private static final String NAME = "digits";

    /** So many that the job can be stopped before the last. */
    private static final int EPOCHS = 120;

    @TempDir private static java.nio.file.Path folder;

    private static MiniDFSCluster hdfs;
    private static int epochsBeforeTheLoss;
    private static JobProcess onHdfs;
    private static JobProcess onLocalDisk;

    @BeforeAll
    static void runPipelines() throws IOException {
        hdfs =
                new MiniDFSCluster.Builder(new HdfsConfiguration(), folder.resolve("hdfs").toFile())
                        .numDataNodes(3)
                        .build();
        try (RunningJob job =
                JobProcess.start(
                        folder.resolve("log"),
                        Map.of(),
                        List.of(),
                        "run",
                        arguments(hdfsStore()))) {
            job.await(() -> trainedEpochs() > 0);
            // A DataNode takes longer to stop than small networks take to train.
            job.signal("STOP");
            epochsBeforeTheLoss = trainedEpochs();
            hdfs.stopDataNode(0);
            job.signal("CONT");
            onHdfs = JobProcess.of(job.end());
        }
        onLocalDisk = JobProcess.runHere("run", arguments(folder.resolve("local").toString()));
    }

    @AfterAll
    static void stopHdfs() {
        if (hdfs != null) {
            hdfs.shutdown();
        }
    }

    @Test
    void theLossOfADataNodeInTheMiddleOfTrainingDoesNotEndTheRun() {
        assertThat(epochsBeforeTheLoss).isBetween(1, EPOCHS - 1);
        assertThat(onHdfs.exitCode()).as(onHdfs.errors()).isZero();
        assertThat(trainedEpochs()).isEqualTo(EPOCHS);
    }

    @Test
    void itMakesWhatTheSameRunOnTheLocalDiskMakes() throws IOException {
        onLocalDisk.assertDone();
        assertThat(figures(onHdfs)).isEqualTo(figures(onLocalDisk));
        assertThat(model(hdfsStore()).dataset())
                .isEqualTo(model(folder.resolve("local").toString()).dataset());
        assertThat(weights(hdfsStore())).isEqualTo(weights(folder.resolve("local").toString()));
    }

    @Test
    void aRerunChangesNothing() throws IOException {
        Map<String, Long> before = writtenTimes();
        JobProcess.runHere("run", arguments(hdfsStore())).assertDone();
        assertThat(before).isNotEmpty();
        assertThat(writtenTimes()).isEqualTo(before);
    }

    @Test
    void nothingIsLeftInStaging() throws IOException {
        FileStatus[] left = hdfs.getFileSystem().listStatus(new Path(hdfsStore(), "_staging"));
        assertThat(left).isEmpty();
    }

    private static List<String> arguments(String store) {
        return List.of(
                "name=" + NAME,
                "source=glyphs",
                "glyphs.count=400",
                "glyphs.width=8",
                "glyphs.height=8",
                "ingest.shards=2",
                "network.dense.widths=[16]",
                "network.bottleneck=4",
                "training.epochs=" + EPOCHS,
                "training.batch=64",
                "embed.date=2026-01-31",
                "cluster.k=4",
                "cluster.restarts=1",
                "spark.master=local[2]",
                "store=" + store);
    }

    private static String hdfsStore() {
        return hdfs.getURI() + "/hourglass";
    }

    /** Lines of metrics that readers of HDFS see while the file is written. */
    private static int trainedEpochs() {
        try {
            int lines = 0;
            FileSystem fileSystem = hdfs.getFileSystem();
            Path metrics = new Path(hdfsStore(), "runs/*/metrics.jsonl");
            for (FileStatus file : fileSystem.globStatus(metrics)) {
                try (InputStream in = fileSystem.open(file.getPath())) {
                    lines +=
                            (int)
                                    new String(in.readAllBytes())
                                            .lines()
                                            .filter(line -> line.startsWith("{\"epoch\":"))
                                            .count();
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a run says of its results, but for the time that it took and where they lie. */
    private static JsonNode figures(JobProcess run) {
        ObjectNode figures = (ObjectNode) run.summary();
        figures.remove(List.of("seconds", "rows_per_s"));
        List<String> paths = new ArrayList<>();
        figures.fields()
                .forEachRemaining(
                        field -> {
                            if (field.getValue().asText().contains(":/")) {
                                paths.add(field.getKey());
                            }
                        });
        return figures.remove(paths);
    }

    private static Store store(String location) {
        return Store.open(location, new Configuration());
    }

    private static ModelManifest model(String location) {
        return new ModelStore(store(location)).newest(NAME).orElseThrow();
    }

    private static String weights(String location) throws IOException {
        Store store = store(location);
        Path folder = new ModelStore(store).folder(model(location));
        try (InputStream in = store.fileSystem().open(new Path(folder, "weights.safetensors"))) {
            return DigestUtils.sha256Hex(in);
        }
    }

    /** When every file of the store was written. */
    private static Map<String, Long> writtenTimes() throws IOException {
        Map<String, Long> times = new TreeMap<>();
        RemoteIterator<LocatedFileStatus> files =
                hdfs.getFileSystem().listFiles(new Path(hdfsStore()), true);
        while (files.hasNext()) {
            FileStatus file = files.next();
            times.put(file.getPath().toString(), file.getModificationTime());
        }
        return times;
    }
}
