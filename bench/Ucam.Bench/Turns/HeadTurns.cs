using System.Text.Json.Nodes;
using Ucam.Vqa;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Bench.Turns;

/// <summary>The published head with batch 64: a forward pass, training steps, fifty dropout passes.</summary>
internal sealed class HeadTurns : IDisposable
{
    private const int Passes = 50, Question = 8;
    private readonly Saaa _head = PaperHead.Create();
    private readonly VarianceHead _variance = new(PaperHead.Answers);
    private readonly Tensor _features = rand(PaperHead.Batch, PaperHead.Positions, PaperHead.Channels);
    private readonly QuestionBatch _questions = PaperHead.Questions(PaperHead.Batch);
    private readonly Generator _dropout = new(1);
    private readonly Dictionary<string, long> _products;

    private HeadTurns() => _products = Products();

    public static IEnumerable<KeyValuePair<string, Func<Turn>>> All()
    {
        var head = new Lazy<HeadTurns>(() => new HeadTurns());
        return
        [
            new("head forward", () => head.Value.Forward()),
            new("head step", () => head.Value.Step(LossKind.CrossEntropy, certain: false)),
            new("head A-GCA step", () => head.Value.Step(LossKind.Aleatoric, certain: true)),
            new("head P-GCA step", () => head.Value.Step(LossKind.Predictive, certain: true)),
            new("head passes", () => head.Value.FiftyPasses()),
        ];
    }

    public void Dispose()
    {
        _head.Dispose();
        _variance.Dispose();
        _features.Dispose();
        _dropout.Dispose();
    }

    private Turn Forward() => new(() =>
    {
        using var quiet = no_grad();
        McCase.Forward(_head, _features, _questions.Ids, _questions.Lengths);
    }, About(Whole));

    private Turn FiftyPasses() => new(() =>
    {
        HeadPasses.Run(_head, _features, (_questions.Ids, _questions.Lengths), Passes, McMode.Head, _dropout).Dispose();
    }, About(Whole + (Passes - 1) * (_products["hidden"] + _products["answers"])));

    private Turn Step(LossKind loss, bool certain)
    {
        var step = new TimedStep(_head, _variance, StepCase.Recipe(loss, certain));
        // Two more products a layer on the way back; the features need no gradient.
        return new Turn(() => step.Run(_features, _questions), About(3 * Whole - _products["imageProjection"] - _products["pooling"]));
    }

    private long Whole => _products.Values.Sum();

    private JsonObject About(long multiplyAdds) => new()
    {
        ["parameters"] = _head.parameters().Sum(p => p.numel()),
        ["multiply_adds"] = multiplyAdds,
        ["shape"] = new JsonArray([.. _features.shape.Select(n => (JsonNode)n)]),
        ["answers"] = PaperHead.Answers,
    };

    /// <summary>Multiply-adds of a forward pass by layer: the weights that are there, times the rows that go through them.</summary>
    private Dictionary<string, long> Products()
    {
        Dictionary<string, long> products = [];
        long batch = PaperHead.Batch, positions = batch * PaperHead.Positions;
        foreach ((string name, Tensor weight) in _head.named_parameters())
        {
            string layer = name.Split('.')[0].TrimStart('_');
            if (weight.dim() != 2 || layer == "embedding") continue;
            long rows = layer switch { "imageProjection" or "scores" => positions, "lstm" => batch * Question, _ => batch };
            products[layer] = products.GetValueOrDefault(layer) + rows * weight.numel();
        }
        products["pooling"] = positions * PaperHead.Channels * _head.Options.Glimpses;
        return products;
    }
}
