package dev.hourglass.reproduce;

import dev.hourglass.clustering.LabelAgreement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * Clusters of all images of {@code conf/mnist.conf}, training and test images alike, as many as
 * there are labels, for several seeds: deep clustering (Guo, Liu, Zhu and Yin 2017) and N2D
 * (McConville, Santos-Rodriguez, Piechocki and Craddock 2021), each beside the k-means that it
 * improves on.
 */
public final class ImageClusters {
    /** Images in all that an autoencoder is trained with, 30 epochs of MNIST. */
    private static final long TRAINED_IMAGES = 2_100_000;

    /** As many as both works train at most. */
    private static final long MOST_EPOCHS = 200;

    private final LocalJobs jobs;
    private final int seeds;
    private final Map<String, List<Double>> accuracies = new LinkedHashMap<>();
    private final Map<String, List<Double>> informations = new LinkedHashMap<>();

    private ImageClusters(String name, int seeds, Consumer<String> progress) {
        this.jobs =
                new LocalJobs(Checkout.root().resolve("target/reproduce").resolve(name), progress);
        this.seeds = seeds;
    }

    /** What ingest says of the images. */
    private record Images(long trainRows, int labels) {}

    /** How clusters agree with the labels, as their job says. */
    private record Found(
            Double kmeansAcc,
            Double dcecAcc,
            Double n2dAcc,
            double nmi,
            Double startAcc,
            Double startNmi) {}

    /**
     * Trains the convolutional autoencoder, finds the best of 20 runs of k-means, and trains on.
     *
     * @param progress takes lines for people
     * @return {@code cae_kmeans} and {@code dcec}: accuracy and normalised mutual information, with
     *     their mean and standard deviation
     */
    public static Reproduced dcec(SeedsSettings settings, Consumer<String> progress) {
        return new ImageClusters("dcec-mnist", settings.seeds(), progress).run(ImageClusters::dcec);
    }

    /**
     * Finds clusters in the images as they are, in the codes of a dense autoencoder, and in a
     * layout of all codes of the convolutional one. (N2D's authors lay out those of a dense one,
     * which they train for 1,000 epochs.)
     *
     * @param progress takes lines for people
     * @return {@code kmeans}, {@code ae_kmeans} and {@code n2d}, as {@link #dcec}
     */
    public static Reproduced n2d(SeedsSettings settings, Consumer<String> progress) {
        return new ImageClusters("n2d-mnist", settings.seeds(), progress).run(ImageClusters::n2d);
    }

    /** One seed's part. */
    private interface Work {
        void run(ImageClusters clusters, Images images, List<String> dataset, int seed);
    }

    private Reproduced run(Work work) {
        long start = System.nanoTime();
        try {
            FileUtils.deleteDirectory(jobs.folder().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int seed = 1; seed <= seeds; seed++) {
            jobs.progress()
                    .accept(
                            "%s: seed %d of %d"
                                    .formatted(jobs.folder().getFileName(), seed, seeds));
            List<String> dataset =
                    List.of(
                            "--conf=" + Checkout.root().resolve("conf/mnist.conf"),
                            "store=" + jobs.store(),
                            "name=seed" + seed,
                            "seed=" + seed,
                            "ingest.keep-splits=false",
                            // One day's, however long the jobs take.
                            "embed.date=2026-01-01");
            Images images = jobs.finish("ingest", dataset).summary(Images.class);
            figures.put("rows", images.trainRows);
            figures.put("clusters", images.labels);
            work.run(this, images, dataset, seed);
        }
        figures.put("seeds", seeds);
        accuracies.forEach(
                (method, runs) ->
                        figures.put(
                                method,
                                Map.of(
                                        "acc", Sampled.of(runs),
                                        "nmi", Sampled.of(informations.get(method)))));
        figures.put("minutes", Math.round((System.nanoTime() - start) / 6e9) / 10.0);
        // Whatever the images are: no figure is claimed for all.
        return new Reproduced(figures, true);
    }

    private void dcec(Images images, List<String> dataset, int seed) {
        List<String> model = train(images, dataset);
        Found found =
                cluster(
                        model,
                        "cluster.method=dcec",
                        "cluster.k=" + images.labels,
                        // conf/mnist.conf has two workers: together they take the 256 images of a
                        // step of the authors', and as many between two refreshes.
                        "cluster.dcec.batch=128",
                        "cluster.dcec.refresh-steps=280");
        add("cae_kmeans", found.startAcc, found.startNmi);
        add("dcec", found.dcecAcc, found.nmi);
    }

    private void n2d(Images images, List<String> dataset, int seed) {
        jobs.progress().accept("kmeans: of the images themselves");
        LabelAgreement pixels = PixelClusters.find(jobs, "seed" + seed, images.labels, seed);
        add("kmeans", pixels.accuracy(), pixels.nmi());
        String k = "cluster.k=" + images.labels;
        Found dense =
                cluster(
                        train(
                                images,
                                dataset,
                                "network.architecture=dense",
                                "network.dense.widths=[500,500,2000]"),
                        k);
        add("ae_kmeans", dense.kmeansAcc, dense.nmi);
        Found layout =
                cluster(
                        train(images, dataset),
                        k,
                        "cluster.method=n2d",
                        "cluster.n2d.sample=" + images.trainRows);
        add("n2d", layout.n2dAcc, layout.nmi);
    }

    /**
     * Trains an autoencoder and embeds all images.
     *
     * @return the configuration by which these are found
     */
    private List<String> train(Images images, List<String> dataset, String... network) {
        List<String> protocol =
                LocalJobs.with(
                        dataset,
                        "training.epochs=" + epochs(images),
                        // DCEC's, as its authors' framework has it unless it is told otherwise.
                        "network.initial-weights=glorot",
                        // For the codes of many more epochs: both works train 200 or more at a
                        // constant rate.
                        "training.schedule.shape=cosine",
                        "training.schedule.end=0.05");
        List<String> model = LocalJobs.with(protocol, network);
        jobs.finish("train", model);
        jobs.finish("embed", model);
        return model;
    }

    private Found cluster(List<String> model, String... more) {
        List<String> all = LocalJobs.with(model, more);
        return jobs.finish("cluster", LocalJobs.with(all, "cluster.restarts=20"))
                .summary(Found.class);
    }

    private static long epochs(Images images) {
        long epochs = Math.round((double) TRAINED_IMAGES / images.trainRows);
        return Math.max(1, Math.min(epochs, MOST_EPOCHS));
    }

    private void add(String method, double accuracy, double information) {
        accuracies.computeIfAbsent(method, name -> new ArrayList<>()).add(accuracy);
        informations.computeIfAbsent(method, name -> new ArrayList<>()).add(information);
    }
}
