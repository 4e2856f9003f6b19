using Ucam.Vqa;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Text;

namespace Ucam.Extensions.AI.Evaluating;

/// <summary>Compares a chat model's answer with what people answered, with the scorer of Ucam's own models.</summary>
internal static class ChatScorer
{
    // What is held for possible and not named.
    private const string Other = "\u2026";

    /// <summary>The result of a question; what a chat model does not tell is NaN.</summary>
    public static QuestionResult Score(VqaItem item, AnswerLine line, DoubtOptions how)
    {
        string answer = AnswerNormalizer.Normalize(line.Answer);
        var shares = new Dictionary<string, double>(StringComparer.Ordinal) { [answer.Length == 0 ? Other : answer] = 0 };
        foreach (AnswerCandidate meaning in line.Meanings)
        {
            string text = AnswerNormalizer.Normalize(meaning.Text);
            text = text.Length == 0 ? Other : text;
            shares[text] = shares.GetValueOrDefault(text) + meaning.Probability;
        }
        double rest = 1 - shares.Values.Sum();
        if (rest > 0) shares[Other] = shares.GetValueOrDefault(Other) + rest;
        var scorer = new AnswerScorer(AnswerVocabulary.FromList(shares.Keys), keepDistributions: false);
        QuestionResult scored = scorer.Score(item, [.. shares.Values.Select(share => (float)share)]);
        return scored with
        {
            Prediction = answer,
            Probability = answer.Length == 0 ? 0 : shares[answer],
            Accuracy = item.Answers.Count == 0 ? double.NaN : VqaAccuracy.Score(line.Answer, item.Answers),
            Predictive = Entropy(line, how),
            Aleatoric = double.NaN,
            Epistemic = double.NaN,
            LogitVariance = double.NaN,
            Certainty = line.Signals.Count == 0 ? null : how.Estimator is null ? null : ChatCertainty.Judge(how.Estimator, line.Signals),
        };
    }

    // As the client tells the answer's, else of the samples; no answer is as doubtful as can be.
    private static double Entropy(AnswerLine line, DoubtOptions how)
    {
        foreach (string signal in new[] { "answer-entropy", "semantic-entropy" })
            if (line.Signals.GetValueOrDefault(signal, double.NaN) is var entropy && double.IsFinite(entropy)) return entropy;
        return line.Outcome == ProbeOutcome.Answered ? 0 : Math.Log(1 + how.Samples);
    }
}
