package dev.hourglass.network.onednn;

import dev.hourglass.network.engine.EngineSettings;
import dev.hourglass.network.engine.EngineSettings.Precision;
import dev.hourglass.network.engine.MapShape;
import java.util.EnumSet;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.global.dnnl.cpu_isa;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What all calls of oneDNN share. Memory of one engine is refused by another, so there is one. It
 * and the streams are retained, since a scope that frees its pointers may be open where they are
 * made.
 */
final class Onednn {
    static final engine CPU = new engine(engine.kind.cpu, 0).retainReference();

    private static final ThreadLocal<stream> STREAM =
            ThreadLocal.withInitial(
                    () -> {
                        OpenMp.setThreads(EngineSettings.current().threads());
                        return new stream(CPU).retainReference();
                    });

    private static final Set<cpu_isa> BF16 =
            EnumSet.of(cpu_isa.avx512_core_bf16, cpu_isa.avx512_core_amx);

    /** For memory whose data are set at each execution. */
    static final Pointer NOWHERE = new Address(0);

    private Onednn() {}

    /** This thread's own: a stream is not for several at once. */
    static stream stream() {
        return STREAM.get();
    }

    static String description() {
        dnnl_version_t version = dnnl.version();
        return String.format(
                "oneDNN %d.%d.%d on %s",
                version.major(), version.minor(), version.patch(), dnnl.get_effective_cpu_isa());
    }

    /** Native threads that work for this thread. */
    static int threads() {
        stream();
        return OpenMp.threads();
    }

    static boolean multipliesBf16() {
        return BF16.contains(dnnl.get_effective_cpu_isa().intern());
    }

    static memory.desc descriptor(memory.format_tag layout, long... dimensions) {
        return descriptor(Precision.FLOAT32, layout, dimensions);
    }

    static memory.desc descriptor(
            Precision precision, memory.format_tag layout, long... dimensions) {
        memory.data_type type =
                switch (precision) {
                    case FLOAT32 -> memory.data_type.f32;
                    case BF16 -> memory.data_type.bf16;
                };
        return new memory.desc(dimensions, type, layout);
    }

    /** Channels run fastest; oneDNN always names them second. */
    static memory.desc map(long batch, MapShape map) {
        return map(Precision.FLOAT32, batch, map);
    }

    static memory.desc map(Precision precision, long batch, MapShape map) {
        return descriptor(
                precision,
                memory.format_tag.nhwc,
                batch,
                map.channels(),
                map.height(),
                map.width());
    }

    static memory.desc strided(long[] dimensions, long... strides) {
        return new memory.desc(dimensions, memory.data_type.f32, strides);
    }

    /**
     * Where an array's numbers are, from one of them on. Not for keeping: the array may be freed. A
     * view's own place is that of its pointer; {@code data().address()} is where what it is a view
     * of begins.
     */
    static Pointer address(INDArray array, long first) {
        return new Address(array.data().addressPointer().address() + first * Float.BYTES);
    }

    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }
}
