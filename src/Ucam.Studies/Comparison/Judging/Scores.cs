using Ucam.Certainty.Estimation;

namespace Ucam.Studies.Comparison.Judging;

/// <summary>One number as it is: the more the surer.</summary>
internal static class Scores
{
    private const int Steps = 50;

    // So that the order stays where the doubt says nothing.
    private const double LeastSlope = 0.01;

    /// <summary>p̄ of the answer, taken for the probability that it is right.</summary>
    public static Confidences Maximum(JudgedCell cell)
    {
        double[] Of(CellAnswers answers)
        {
            using TorchSharp.torch.Tensor p = answers.LogProbabilities.exp();
            return answers.OfGiven(p);
        }
        return new Confidences(Of(cell.HeldOut), Of(cell.Test));
    }

    /// <summary>A doubt, with the probability that a logistic regression on it gives (Platt 1999): the order stays that of the doubt.</summary>
    public static Confidences Of(JudgedCell cell, string doubt)
    {
        double[] Score(CellAnswers answers) => [.. answers.Signals.Column(answers.Signals.Names.Index().First(n => n.Item == doubt).Index)
            .Select(value => -value)];
        (double[] held, double[] test) = (Score(cell.HeldOut), Score(cell.Test));
        (double slope, double shift) = Platt(held, cell.HeldOut.Hits);
        return new Confidences([.. held.Select(x => Logistic.Of(slope * x + shift))], [.. test.Select(x => Logistic.Of(slope * x + shift))]);
    }

    /// <summary>Slope ≥ 0.01 and shift of the logistic regression of hits on a score, by Newton's method.</summary>
    internal static (double Slope, double Shift) Platt(double[] score, double[] hits)
    {
        (double slope, double shift) = (1, 0);
        for (int step = 0; step < Steps; step++)
        {
            double g = 0, h = 0, gg = 1e-9, gh = 0, hh = 1e-9;
            for (int i = 0; i < score.Length; i++)
            {
                double p = Logistic.Of(slope * score[i] + shift), e = hits[i] - p, w = Math.Max(p * (1 - p), 1e-6);
                (g, h) = (g + e * score[i], h + e);
                (gg, gh, hh) = (gg + w * score[i] * score[i], gh + w * score[i], hh + w);
            }
            double determinant = gg * hh - gh * gh;
            if (!(determinant > 1e-12)) break;
            (double bySlope, double byShift) = ((hh * g - gh * h) / determinant, (gg * h - gh * g) / determinant);
            (slope, shift) = (slope + bySlope, shift + byShift);
            if (Math.Abs(bySlope) + Math.Abs(byShift) < 1e-10) break;
        }
        return slope >= LeastSlope ? (slope, shift) : (LeastSlope, Shift(score, hits));
    }

    // That of the least slope.
    private static double Shift(double[] score, double[] hits)
    {
        double shift = 0;
        for (int step = 0; step < Steps; step++)
        {
            double[] p = [.. score.Select(x => Logistic.Of(LeastSlope * x + shift))];
            shift += Math.Clamp((hits.Average() - p.Average()) / Math.Max(p.Average(value => value * (1 - value)), 1e-6), -2, 2);
        }
        return shift;
    }
}
