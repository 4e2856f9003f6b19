using Ucam.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Models.Heads;

/// <summary>
/// Multimodal compact bilinear pooling (Fukui et al., EMNLP 2016, section 3.1): the count sketch of the outer product of two vectors, as
/// the product of their sketches' Fourier transforms (Pham and Pagh 2013), then a signed square root and a fixed length, 1 as published.
/// (…,X) and (…,Y), which broadcast against each other, → (…,D).
/// </summary>
internal sealed class CompactBilinear : Module<Tensor, Tensor, Tensor>
{
    private const double Tiny = 1e-8;

    public CompactBilinear(int first, int second, int output, ulong seed, double length = 1) : base(nameof(CompactBilinear))
    {
        _output = output;
        _length = length;
        _first = new CountSketch(first, output, 2 * seed);
        _second = new CountSketch(second, output, 2 * seed + 1);
        RegisterComponents();
    }

    public static IEnumerable<TensorShape> Shapes(string name, long first, long second) =>
        from part in new[] { ("first", first), ("second", second) }
        from drawn in new[]
        { "buckets", "signs" }
        select new TensorShape($"{name}.{part.Item1}.{drawn}", [part.Item2]);

    private readonly int _output;
    private readonly double _length;
    private readonly CountSketch _first;
    private readonly CountSketch _second;

    public override Tensor forward(Tensor first, Tensor second) => Fuse(first, second, seen => seen);

    /// <summary>The same, where what is made of the first is spread over the questions about it before they meet.</summary>
    public Tensor Fuse(Tensor first, Tensor second, Func<Tensor, Tensor> spread)
    {
        using var scope = NewDisposeScope();
        return Normalise(Sketch(first, second, spread), _length).MoveToOuterDisposeScope();
    }

    /// <summary>The sketch of the outer product, before it is normalised.</summary>
    internal Tensor Sketch(Tensor first, Tensor second, Func<Tensor, Tensor>? spread = null)
    {
        using var scope = NewDisposeScope();
        Tensor ofFirst = fft.rfft(_first.call(first));
        Tensor product = (spread is null ? ofFirst : spread(ofFirst)) * fft.rfft(_second.call(second));
        return fft.irfft(product, _output).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// sign(z)·√|z| divided by its length √Σ|z| and given another, in one step: at d entries for every position, steps are what costs
    /// time. Written so that the gradient is finite at 0 as well.
    /// </summary>
    internal static Tensor Normalise(Tensor z, double length = 1)
    {
        using var scope = NewDisposeScope();
        Tensor size = z.abs() + Tiny;
        return (z * (size.rsqrt() * (size.sum(-1, keepdim: true).rsqrt() * length))).MoveToOuterDisposeScope();
    }
}
