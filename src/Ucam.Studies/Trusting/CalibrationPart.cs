using Ucam.Studies.Reports.Comparison.Document;

namespace Ucam.Studies.Trusting;

/// <summary>Whether what it says of its answers means what it says.</summary>
internal static class CalibrationPart
{
    private const string Part = "calibration";

    public static TrustPart Of(HeldOutFit fit, AnswerRows test)
    {
        var numbers = new List<TrustNumber>();
        var rows = new List<IReadOnlyList<TableCell>>();
        var bins = new List<(Confidence, IReadOnlyList<ReliabilityBin>)>();
        double[] right = test.Right;
        foreach (Confidence confidence in fit.Confidences)
        {
            double[] said = confidence.Of(test);
            (double ece, double brier, double mean) = (Calibration.Ece(said, right), Calibration.Brier(said, right), said.Average());
            numbers.AddRange(new TrustNumber(Part, confidence.Name, "ece", ece), new(Part, confidence.Name, "brier", brier),
                new(Part, confidence.Name, "mean", mean));
            rows.Add([confidence.Title, TrustWords.Percent(mean), TrustWords.Decimals(ece), TrustWords.Decimals(brier)]);
            bins.Add((confidence, Calibration.ReliabilityDiagram(said, right)));
        }
        return new TrustPart(numbers,
        [
            new HeadingBlock(2, "Calibration"),
            new TableBlock("ECE: mean distance of confidence and accuracy over 15 bins (Guo et al. 2017). Brier: mean squared error of the "
                + "confidence. Both are 0 at best.", ["confidence", "mean", "ECE ↓", "Brier ↓"], rows),
            new FigureBlock("Accuracy against confidence; the dotted diagonal is perfect calibration. Bins without answers are left out.",
                [TrustPlots.Reliability(bins)]),
        ]);
    }
}
