using Ucam.Vqa;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Testing;

/// <summary>Models that take milliseconds.</summary>
internal static class SmallModels
{
    public const int Channels = 5, Rows = 2, Columns = 3, Positions = Rows * Columns, Words = 9, Answers = 6;

    public static HeadOptions Options { get; } = new()
    {
        Embedding = 4,
        Lstm = 6,
        Attention = 5,
        Joint = 11,
        Rank = 2,
        Glimpses = 2,
        Classifier = 7,
        ImageDropout = 0.2,
        QuestionDropout = 0.2,
        AttentionDropout = 0.2,
        ClassifierDropout = 0.4,
    };

    public static HeadOptions WithoutDropout { get; } = Options with
    { ImageDropout = 0, QuestionDropout = 0, AttentionDropout = 0, ClassifierDropout = 0 };

    public static HeadShape Shape { get; } = new(Channels, Rows, Columns, Words, Answers);

    public static Saaa Head(HeadOptions? options = null) => new(options ?? Options, Shape);

    /// <summary>An untrained head of any method.</summary>
    public static VqaHead Head(string method, HeadOptions? options = null)
    {
        manual_seed(4);
        return VqaMethods.Create((options ?? Options) with { Method = method }, Shape);
    }

    /// <summary>Every method's name, for tests that all methods must pass.</summary>
    public static TheoryData<string> Methods => new(VqaMethods.All.Select(m => m.Name));

    /// <summary>Non-negative raw features (B,P,C).</summary>
    public static Tensor Features(int seed, int batch) => Tensors.Normal(seed, batch, Positions, Channels).abs();

    public static Tensor Ids(params long[][] questions)
    {
        int longest = questions.Max(q => q.Length);
        return tensor(questions.SelectMany(q => q.Concat(Enumerable.Repeat(0L, longest - q.Length))).ToArray(), [questions.Length, longest]);
    }

    public static Tensor Lengths(params long[][] questions) => tensor(questions.Select(q => (long)q.Length).ToArray());

    public static VqaConfig Config { get; } = new()
    {
        Name = "small",
        Backbone = new BackboneOptions { InputSize = 32, Channels = [3, Channels], Blocks = [0, 1], FirstStride = 2 },
        Model = Options,
        Words = ["what", "colour", "is", "the", "ball", "cube", "there", "a"],
        Answers = ["red", "green", "blue", "yes", "no"],
    };

    /// <summary>An untrained network, frozen, with familiarity fitted to noise.</summary>
    public static VqaNetwork Network(VqaConfig? config = null)
    {
        var network = new VqaNetwork(config ?? Config);
        using var scope = NewDisposeScope();
        network.Familiarity = FamiliarityDetector.Fit(Tensors.Normal(1, 60, 2 * Channels), Tensors.Normal(2, 40, 2 * Channels));
        network.Freeze();
        return network;
    }
}
