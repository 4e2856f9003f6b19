using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Ucam.Numbers;

/// <summary>
/// The numbers of a libtorch generator on the CPU (MT19937, Matsumoto and Nishimura 1998), bit for bit, but a vector at a time where
/// libtorch takes one after the other. Take the state over, draw, give it back and dispose.
/// </summary>
internal sealed class MersenneTwister : IDisposable
{
    private const int Words = 624, Ahead = 397;
    private const uint Matrix = 0x9908b0df;

    // libtorch's state in bytes: seed, left and seeded, next, 624 words of 64 bits, and what other distributions keep.
    private const int StateBytes = 5056, LeftAt = 8, NextAt = 16, WordsAt = 24;

    private readonly Tensor _state;
    private readonly TensorMemory<byte> _bytes;
    private readonly uint[] _words = new uint[Words];
    private int _next;

    private MersenneTwister(Tensor state)
    {
        _state = state;
        _bytes = new TensorMemory<byte>(state);
        Span<ulong> words = StateWords;
        for (int i = 0; i < Words; i++) _words[i] = (uint)words[i];
        _next = MemoryMarshal.Read<int>(At(LeftAt)) == 1 ? Words : (int)MemoryMarshal.Read<ulong>(At(NextAt));
    }

    /// <summary>Takes over the state of a generator; null where it is none that is known here, such as one of another device.</summary>
    public static MersenneTwister? TakeOver(Generator generator)
    {
        Tensor state = generator.get_state();
        if (state.numel() == StateBytes && MemoryMarshal.Read<ulong>(new TensorMemory<byte>(state).Span(NextAt, sizeof(ulong))) <= Words)
            return new MersenneTwister(state);
        state.Dispose();
        return null;
    }

    /// <summary>Sets a generator, the one the state came from, to go on after the last number.</summary>
    public void GiveBack(Generator generator)
    {
        Span<ulong> words = StateWords;
        for (int i = 0; i < Words; i++) words[i] = _words[i];
        MemoryMarshal.Write(At(LeftAt), Words + 1 - _next);
        MemoryMarshal.Write(At(NextAt), (ulong)_next);
        generator.set_state(_state);
    }

    public void Dispose() => _state.Dispose();

    private Span<ulong> StateWords => MemoryMarshal.Cast<byte, ulong>(_bytes.Span(WordsAt, Words * sizeof(ulong)));

    private Span<byte> At(int offset) => _bytes.Span(offset, sizeof(ulong));

    /// <summary>Numbers from 0 up to, not including, 1, in steps of 2⁻²⁴.</summary>
    public void Uniform(Span<float> numbers)
    {
        while (!numbers.IsEmpty)
        {
            if (_next == Words) Renew();
            int count = Math.Min(Words - _next, numbers.Length);
            Temper(_words.AsSpan(_next, count), numbers);
            _next += count;
            numbers = numbers[count..];
        }
    }

    /// <summary>Passes over so many numbers.</summary>
    public void Skip(long count)
    {
        while (count > 0)
        {
            if (_next == Words) Renew();
            int some = (int)Math.Min(Words - _next, count);
            _next += some;
            count -= some;
        }
    }

    /// <summary>How many numbers one generator has drawn more than another.</summary>
    /// <param name="behind">The one that has drawn fewer; neither is changed.</param>
    /// <param name="ahead">The other.</param>
    /// <param name="most">How far is looked.</param>
    /// <returns>Null where it is not known: they are of other kinds or seeds, or other numbers than these were drawn.</returns>
    public static long? Between(Generator behind, Generator ahead, long most)
    {
        using MersenneTwister? from = TakeOver(behind), to = TakeOver(ahead);
        if (from is null || to is null || !from.Others.SequenceEqual(to.Others)) return null;
        long drawn = to._next - from._next;
        for (; drawn <= most; drawn += Words)
        {
            if (from._words.AsSpan().SequenceEqual(to._words)) return drawn >= 0 ? drawn : null;
            from.Renew();
        }
        return null;
    }

    // What normal numbers keep for the next call.
    private ReadOnlySpan<byte> Others => _bytes.Span(WordsAt + Words * sizeof(ulong), StateBytes - WordsAt - Words * sizeof(ulong));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Temper(ReadOnlySpan<uint> words, Span<float> numbers)
    {
        const float Step = 1f / (1 << 24);
        int i = 0;
        for (; i <= words.Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            var x = new Vector<uint>(words[i..]);
            x ^= x >>> 11;
            x ^= (x << 7) & new Vector<uint>(0x9d2c5680);
            x ^= (x << 15) & new Vector<uint>(0xefc60000);
            x ^= x >>> 18;
            (Vector.ConvertToSingle((x & new Vector<uint>(0xffffff)).As<uint, int>()) * Step).CopyTo(numbers[i..]);
        }
        for (; i < words.Length; i++)
        {
            uint x = words[i];
            x ^= x >> 11;
            x ^= (x << 7) & 0x9d2c5680;
            x ^= (x << 15) & 0xefc60000;
            x ^= x >> 18;
            numbers[i] = (x & 0xffffff) * Step;
        }
    }

    /// <summary>The next 624 words: each from two old ones and, past the first 227, one that is new already.</summary>
    private void Renew()
    {
        Renew(0, Words - Ahead, Ahead);
        Renew(Words - Ahead, Words - 1, Ahead - Words);
        _words[Words - 1] = _words[Ahead - 1] ^ Twist(_words[Words - 1], _words[0]);
        _next = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Renew(int from, int to, int shift)
    {
        Span<uint> words = _words;
        int i = from;
        for (; i <= to - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            var next = new Vector<uint>(words[(i + 1)..]);
            Vector<uint> joined = (new Vector<uint>(words[i..]) & new Vector<uint>(0x80000000)) | (next & new Vector<uint>(0x7fffffff));
            Vector<uint> odd = (Vector<uint>.Zero - (next & Vector<uint>.One)) & new Vector<uint>(Matrix);
            (new Vector<uint>(words[(i + shift)..]) ^ (joined >>> 1) ^ odd).CopyTo(words[i..]);
        }
        for (; i < to; i++) words[i] = words[i + shift] ^ Twist(words[i], words[i + 1]);
    }

    private static uint Twist(uint word, uint next) => (((word & 0x80000000) | (next & 0x7fffffff)) >> 1) ^ ((next & 1) * Matrix);
}
