using Ucam.Vqa;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training;
using static TorchSharp.torch;

namespace Ucam.Bench.People;

/// <summary>What a model that sees the question alone makes of it.</summary>
/// <param name="Predictive">H[p̄], nats, p̄ being the mean of the dropout passes.</param>
/// <param name="Expected">Mean entropy of the passes, the data part, nats.</param>
/// <param name="Largest">The largest p̄.</param>
/// <param name="Distance">Total variation distance of p̄ from the distribution of people's answers; those it cannot give have probability 0.</param>
internal readonly record struct BlindAnswer(double Predictive, double Expected, double Largest, double Distance)
{
    private const int Batch = 512;
    private const double Least = 1e-12;

    /// <summary>Answers every question, in the questions' order.</summary>
    public static BlindAnswer[] All(VqaHead head, EncodedQuestions questions, int passes, int seed)
    {
        using var quiet = no_grad();
        using var dropout = new Generator((ulong)seed);
        var answers = new BlindAnswer[questions.Count];
        foreach (int[] items in questions.InTurn(Batch))
        {
            using var scope = NewDisposeScope();
            QuestionBatch batch = questions.Batch(items);
            Tensor mean = zeros_like(batch.Targets), expected = zeros(items.Length);
            for (int t = 0; t < passes; t++)
            {
                using var pass = NewDisposeScope();
                Tensor p = head.AnswerBlind(batch.Ids, batch.Lengths, dropout).softmax(1);
                mean.add_(p / passes);
                expected.add_(Entropy(p) / passes);
            }
            // Answers outside the vocabulary are the rest of the targets' mass.
            Tensor distance = ((mean - batch.Targets).abs().sum(1) + (1 - batch.Targets.sum(1))) / 2;
            float[][] columns = [.. new[] { Entropy(mean), expected, mean.amax(1), distance }.Select(c => c.data<float>().ToArray())];
            for (int i = 0; i < items.Length; i++)
                answers[items[i]] = new BlindAnswer(columns[0][i], columns[1][i], columns[2][i], columns[3][i]);
        }
        return answers;
    }

    private static Tensor Entropy(Tensor p) => -(p * p.clamp_min(Least).log()).sum(1);
}
