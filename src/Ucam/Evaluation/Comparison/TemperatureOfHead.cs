using TorchSharp.Modules;
using Ucam.Features;
using Ucam.Models;
using Ucam.Training;
using static TorchSharp.torch;

namespace Ucam.Evaluation.Comparison;

/// <summary>Temperature scaling (Guo et al. 2017) of a VQA head, written into its last layer, so that every dropout pass is scaled too.</summary>
internal static class TemperatureOfHead
{
    private const int Batch = 256;

    /// <summary>Fits the temperature to the people's answers, dropout off, and divides the logits by it from now on.</summary>
    /// <returns>The temperature.</returns>
    public static double Fit(VqaHead head, EncodedQuestions questions, FeatureFile features)
    {
        using var quiet = no_grad();
        var logits = new List<double[]>();
        var targets = new List<double[]>();
        foreach (int[] items in Enumerable.Range(0, questions.Count).Chunk(Batch))
        {
            using var scope = NewDisposeScope();
            QuestionBatch batch = questions.Batch(items);
            (Tensor answered, _) = head.Answer(features.Read(questions.RowsOf(items)), batch.Ids, batch.Lengths);
            logits.AddRange(Rows(answered));
            targets.AddRange(Rows(batch.Targets));
        }
        double temperature = Metrics.Temperature.Fit(logits, targets);
        Divide(head.AnswerLayer, temperature);
        return temperature;
    }

    private static void Divide(Linear layer, double temperature)
    {
        layer.weight!.div_(temperature);
        layer.bias?.div_(temperature);
    }

    private static IEnumerable<double[]> Rows(Tensor table)
    {
        using Tensor wide = table.to(ScalarType.Float64).contiguous();
        return [.. wide.data<double>().Chunk((int)table.shape[1])];
    }
}
