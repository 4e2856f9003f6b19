using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

/// <summary>Sixteen patches and a class token, one head of attention, three classes; it hands its attention out.</summary>
internal sealed class Vit : Module<Tensor, Tensor>
{
    private const int Width = 32;

    private readonly Module<Tensor, Tensor> _patches = Conv2d(3, Width, 8, stride: 8), _mixed = Linear(Width, 3 * Width),
        _merged = Linear(Width, Width), _classes = Linear(Width, 3);
    private readonly Parameter _places = Parameter(randn(1, 17, Width) * 0.02);

    public Vit() : base(nameof(Vit)) => RegisterComponents();

    public Tensor? Attention { get; private set; }

    public override Tensor forward(Tensor picture)
    {
        Tensor patches = _patches.call(picture).flatten(2).transpose(1, 2);
        Tensor tokens = cat([zeros(picture.shape[0], 1, Width), patches], 1) + _places;
        Tensor[] parts = _mixed.call(tokens).chunk(3, 2);
        Attention = (parts[0].matmul(parts[1].transpose(1, 2)) / Math.Sqrt(Width)).softmax(2);
        return _classes.call((tokens + _merged.call(Attention.matmul(parts[2]))).select(1, 0));
    }
}
