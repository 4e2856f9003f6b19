using Ucam.Explanations.Faithfulness;
using Ucam.Studies.Comparison;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Studies.MapBenchmark.Heads;

/// <summary>
/// F-Fidelity of a head's maps of its answer, on test questions that it answers right: the head is fine-tuned for an epoch on training pictures
/// with random cells replaced by the mean feature.
/// </summary>
/// <param name="recipe">What is measured.</param>
/// <param name="data">The heads' data.</param>
/// <param name="folder">Where the fine-tuning works.</param>
internal sealed class HeadFidelity(HeadMapsRecipe recipe, CellData data, string folder)
{
    public const string Plus = "fidelity_plus", Minus = "fidelity_minus";

    /// <summary>The columns of the rows.</summary>
    public static IReadOnlyList<string> Columns { get; } = [Plus, Minus];

    private static readonly string[] Maps =
        ["attention", "evidence", "counter-evidence", "grad-cam", "grad-cam++", "hires-cam", "layer-cam", "eigen-cam", "full-grad"];

    private readonly FineTunedFidelity _metric = new() { Seed = recipe.Seed };
    private readonly float[] _blank = [.. data.Familiarity.Mean.narrow(0, 0, data.Training.Features!.Channels).to(ScalarType.Float32).data<float>()];

    /// <summary>A row a map and question.</summary>
    /// <param name="head">The head as it was trained, whose maps are made.</param>
    /// <param name="tuned">Another copy, which is fine-tuned here.</param>
    /// <param name="seed">Drives the fine-tuning.</param>
    /// <param name="cancel">Stops between two questions.</param>
    public IReadOnlyList<MapRow> Measure(VqaNetwork head, VqaNetwork tuned, int seed, CancellationToken cancel)
    {
        Tune(tuned, seed, cancel);
        ExplanationMethod[] methods = [.. Maps.Select(name => ExplanationMethods.Create(name)),
            .. ReferenceMaps.All.Select(entry => entry.Create(new ExplanationSetup()))];
        using Explainer explainer = VqaExplanation.FromFeatures(head, options: new ExplainerOptions { Seed = recipe.Seed });
        var rows = new List<MapRow>();
        for (int item = 0, asked = 0; item < data.Test.Questions.Count && asked < recipe.FidelityQuestions; item++)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            if (Answered(head, item) is not { } question) continue;
            asked++;
            IReadOnlyList<IReadOnlyList<RawMap>> maps = explainer.Explain(methods, question.Inputs, question.Answer, null, cancel);
            for (int m = 0; m < methods.Length; m++) rows.Add(Row(tuned, methods[m].Name, maps[m][0], item, question));
        }
        return rows;
    }

    private MapRow Row(VqaNetwork tuned, string name, RawMap map, int item, (Tensor[] Inputs, int Answer) question)
    {
        IPictureFeatures features = data.Test.Features!;
        int[] order = RemovalOrder.Of(map, features.Rows, features.Columns, recipe.Seed);
        (double plus, double minus) = _metric.Measure(cells =>
        {
            long n = cells.shape[0];
            (Tensor logits, _) = tuned.Head.Answer(cells, question.Inputs[1].repeat(n, 1), question.Inputs[2].repeat(n));
            return logits.softmax(1).select(1, question.Answer);
        }, question.Inputs[0], tensor(_blank), order);
        return new MapRow(name, $"{data.Test.Set.Items[item].QuestionId}", new Dictionary<string, double> { [Plus] = plus, [Minus] = minus });
    }

    // Of a question that the head answers as most people do; its tensors are the scope's.
    private (Tensor[] Inputs, int Answer)? Answered(VqaNetwork head, int item)
    {
        using var quiet = no_grad();
        QuestionBatch batch = data.Test.Questions.Batch([item]);
        Tensor features = data.Test.Features!.Read([data.Test.Set.Items[item].Picture]);
        int answer = (int)head.Head.Answer(features, batch.Ids, batch.Lengths).Logits.argmax(1).item<long>();
        return head.Answers[answer] == data.Test.Set.Items[item].CommonestAnswer ? ([features, batch.Ids, batch.Lengths], answer) : null;
    }

    private void Tune(VqaNetwork network, int seed, CancellationToken cancel)
    {
        string work = Path.Combine(folder, $"{WorkFolder.Prefix}fidelity-{network.Config.Model.Method}-{seed}-{Environment.ProcessId}");
        RunPart training = data.Training with { Features = new BlankedFeatures(data.Training.Features!, _blank, _metric.Bound, seed) };
        HeadRecipe how = recipe.Heads.TrainingOf(network.Config.Model.Method, recipe.Heads.Variants[0]);
        try
        {
            using FileStream held = WorkFolder.Hold(work);
            new HeadTrainer(network, how with { Fit = how.Fit with { Epochs = 1 } }, seed, new EpochStore(work, "head", recipe.Name), "head")
                .Train(training, data.Validation, new TrainerOptions { FaultsPath = Path.Combine(work, "not-finite.json") }, cancel);
            network.Freeze();
        }
        finally
        {
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }
}
