using TorchSharp.Modules;
using Ucam.Features;
using Ucam.Models;
using Ucam.Training;
using Ucam.Uncertainty.Estimators;
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
        double temperature = TemperatureScaled.Fit(logits => logits, Answered(head, questions, features)).Temperature;
        Linear layer = head.AnswerLayer;
        layer.weight!.div_(temperature);
        layer.bias?.div_(temperature);
        return temperature;
    }

    /// <summary>Logits and targets of each batch, which live until the next is asked for.</summary>
    private static IEnumerable<(Tensor Logits, Tensor Targets)> Answered(VqaHead head, EncodedQuestions questions, FeatureFile features)
    {
        foreach (int[] items in Enumerable.Range(0, questions.Count).Chunk(Batch))
        {
            using var scope = NewDisposeScope();
            QuestionBatch batch = questions.Batch(items);
            (Tensor logits, _) = head.Answer(features.Read(questions.RowsOf(items)), batch.Ids, batch.Lengths);
            yield return (logits, batch.Targets);
        }
    }
}
