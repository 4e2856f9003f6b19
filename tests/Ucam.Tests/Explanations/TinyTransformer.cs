using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Explanations;

/// <summary>The transformer of tests/fixtures/transformer: 3×3 patches and a class token, two layers of two heads, batch or sequence first.</summary>
internal sealed class TinyTransformer : Module<Tensor, Tensor>
{
    public const int Width = 8, Heads = 2, Tokens = 10;
    private readonly Conv2d patch = Conv2d(3, Width, 4, stride: 4);
    private readonly Parameter token = Parameter(zeros(1, 1, Width)), place = Parameter(zeros(1, Tokens, Width));
    private readonly ModuleList<Block> blocks;
    private readonly Linear head = Linear(Width, 4);

    public TinyTransformer(bool batchFirst = true) : base(nameof(TinyTransformer))
    {
        blocks = new ModuleList<Block>(new Block(batchFirst), new Block(batchFirst));
        RegisterComponents();
    }

    /// <summary>The layers.</summary>
    public IEnumerable<Block> Blocks => blocks;

    /// <summary>The attention (N,heads,S,S) of each layer in the last forward pass.</summary>
    public IReadOnlyList<Tensor> Attentions => [.. blocks.Select(block => block.Attention!)];

    public override Tensor forward(Tensor input)
    {
        Tensor x = cat([token.expand(input.shape[0], 1, Width), patch.call(input).flatten(2).transpose(1, 2)], 1) + place;
        foreach (Block block in blocks) x = block.BatchFirst ? block.call(x) : block.call(x.transpose(0, 1)).transpose(0, 1);
        return head.call(x.select(1, 0));
    }

    /// <summary>The forward function that hands the attention out.</summary>
    public ModelOutput Run(Tensor[] inputs) => new(call(inputs[0])) { LayerAttentions = Attentions };

    /// <summary>With the fixture's weights.</summary>
    public static TinyTransformer Of(JsonElement fixture, bool batchFirst = true)
    {
        var model = (TinyTransformer)new TinyTransformer(batchFirst).to(ScalarType.Float64);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, parameter) in model.named_parameters())
            parameter.copy_(tensor(Numbers(fixture.GetProperty("weights").GetProperty(name).GetProperty("values"))).view(parameter.shape));
        return model;
    }

    public static double[] Numbers(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Numbers)] : [element.GetDouble()];

    /// <summary>Self-attention and a small layer, each beside what it is added to.</summary>
    internal sealed class Block : Module<Tensor, Tensor>
    {
        /// <summary>Gives the attention, where a hook can take it.</summary>
        public readonly Softmax look = Softmax(-1);
        private readonly Linear query = Linear(Width, Width), key = Linear(Width, Width), value = Linear(Width, Width),
            project = Linear(Width, Width), mix = Linear(Width, Width);

        public Block(bool batchFirst) : base(nameof(Block))
        {
            BatchFirst = batchFirst;
            RegisterComponents();
        }

        public bool BatchFirst { get; }

        public Tensor? Attention { get; private set; }

        public override Tensor forward(Tensor input)
        {
            Tensor x = BatchFirst ? input : input.transpose(0, 1);
            Tensor Headed(Linear part) => part.call(x).view(x.shape[0], Tokens, Heads, Width / Heads).transpose(1, 2);
            Attention = look.call(Headed(query).matmul(Headed(key).transpose(2, 3)) / Math.Sqrt(Width / Heads));
            x = x + project.call(Attention.matmul(Headed(value)).transpose(1, 2).reshape(x.shape));
            x = x + mix.call(x).tanh();
            return BatchFirst ? x : x.transpose(0, 1);
        }
    }
}
