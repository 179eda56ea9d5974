package dev.hourglass.network.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A oneDNN primitive for one shape, with the memory it works on. Arrays are wrapped, not copied;
 * only where the primitive wants another layout is there a buffer, reordered to or from at each
 * execution.
 */
final class PrimitiveKernel implements Kernel {
    private final List<Pointer> owned = new ArrayList<>();
    private final List<Argument> arguments = new ArrayList<>();
    private final IntMemoryMap memories = own(new IntMemoryMap());
    private final primitive primitive;

    PrimitiveKernel(primitive primitive) {
        this.primitive = own(primitive);
    }

    /**
     * Of an array makes one with the same numbers in another layout.
     *
     * @param offset of the first float to be read
     */
    static PrimitiveKernel copy(memory.desc from, memory.desc to, long offset) {
        reorder.primitive_desc primitive =
                new reorder.primitive_desc(Onednn.CPU, from, Onednn.CPU, to);
        return new PrimitiveKernel(new reorder(primitive))
                .argument(DNNL_ARG_FROM, from, offset)
                .array(DNNL_ARG_TO, to);
    }

    /** An array of the caller's, laid out as the primitive wants it. */
    PrimitiveKernel array(int index, memory.desc layout) {
        return argument(index, layout, 0);
    }

    /** An array of the caller's that is read in the layout {@code wanted}. */
    PrimitiveKernel input(int index, memory.desc given, memory.desc wanted) {
        return wanted.equals(given) ? array(index, given) : reordered(index, given, wanted, false);
    }

    /** An array of the caller's that the primitive writes in the layout {@code produced}. */
    PrimitiveKernel output(int index, memory.desc given, memory.desc produced) {
        return produced.equals(given)
                ? array(index, given)
                : reordered(index, given, produced, true);
    }

    /** The array given before under {@code earlier}, as another argument too. */
    PrimitiveKernel alias(int index, int earlier) {
        memories.put(index, memories.get(earlier));
        return this;
    }

    /** Memory of the kernel's own. */
    PrimitiveKernel buffer(int index, memory.desc layout) {
        memories.put(index, buffer(layout));
        return this;
    }

    /** The memory that another kernel has as the same argument. */
    PrimitiveKernel buffer(int index, PrimitiveKernel other) {
        memories.put(index, other.memories.get(index));
        return this;
    }

    /** A vector of ones. */
    PrimitiveKernel ones(int index, memory.desc layout) {
        long count = layout.get_size() / Float.BYTES;
        FloatPointer values = own(new FloatPointer(count));
        for (long i = 0; i < count; i++) {
            values.put(i, 1);
        }
        memories.put(index, own(new memory(layout, Onednn.CPU, values)));
        return this;
    }

    /**
     * @param arrays in the order in which their arguments were declared
     */
    @Override
    public void execute(INDArray... arrays) {
        stream stream = Onednn.stream();
        for (int i = 0; i < arrays.length; i++) {
            arguments.get(i).bind(arrays[i], stream);
        }
        primitive.execute(stream, memories);
        for (Argument argument : arguments) {
            argument.unload(stream);
        }
        stream._wait();
        // Only their addresses were used: the collector must not free them before the end.
        Reference.reachabilityFence(arrays);
    }

    @Override
    public void close() {
        owned.forEach(Pointer::releaseReference);
        owned.clear();
    }

    private PrimitiveKernel argument(int index, memory.desc layout, long offset) {
        memory memory = empty(layout);
        memories.put(index, memory);
        arguments.add(new Argument(memory, offset, null, null, false));
        return this;
    }

    private PrimitiveKernel reordered(
            int index, memory.desc user, memory.desc inner, boolean output) {
        memory outside = empty(user);
        memory inside = buffer(inner);
        memories.put(index, inside);
        reorder move = own(output ? new reorder(inside, outside) : new reorder(outside, inside));
        arguments.add(new Argument(outside, 0, inside, move, output));
        return this;
    }

    private memory buffer(memory.desc layout) {
        return own(new memory(layout, Onednn.CPU, own(new BytePointer(layout.get_size()))));
    }

    private memory empty(memory.desc layout) {
        return own(new memory(layout, Onednn.CPU, Onednn.NOWHERE));
    }

    private <P extends Pointer> P own(P pointer) {
        pointer.retainReference();
        owned.add(pointer);
        return pointer;
    }

    /**
     * @param offset of the first float that matters
     * @param inside where the primitive reads or writes, if not in the caller's array
     */
    private record Argument(
            memory outside, long offset, memory inside, reorder move, boolean output) {
        void bind(INDArray array, stream stream) {
            outside.set_data_handle(Onednn.address(array, offset));
            if (move != null && !output) {
                move.execute(stream, outside, inside);
            }
        }

        void unload(stream stream) {
            if (output) {
                move.execute(stream, inside, outside);
            }
        }
    }
}
