namespace Ucam.Vqa.Tests.Runs;

internal static class Results
{
    public static QuestionResult Make(string prediction, string truth, double entropy, double probability = 0.6, string family = "colour",
        double accuracy = 0) => new()
        {
            QuestionId = 7,
            ImageId = 70,
            QuestionType = family,
            Question = "What colour?",
            Prediction = prediction,
            Truth = truth,
            Probability = probability,
            TruthProbability = prediction == truth ? probability : 0.25,
            Predictive = entropy,
            Aleatoric = entropy * 0.75,
            Epistemic = entropy * 0.25,
            LogitVariance = 0.5,
            Accuracy = accuracy,
        };
}
