namespace Ucam.Tests.Metrics;

/// <summary>Rows of probabilities with the labels that are right, drawn from them; a group's rows are the flatter the later its letter.</summary>
internal static class SimulatedAnswers
{
    /// <param name="count">Number of questions.</param>
    /// <param name="groups">Number of groups, named a, b, c and so on, all as likely.</param>
    /// <param name="trust">The power that rows are raised to after the labels were drawn: above 1, they are surer than right.</param>
    /// <param name="random">Where chance comes from.</param>
    public static (double[][] Rows, int[] Labels, string[] Groups) Draw(int count, int groups, double trust, Random random)
    {
        const int classes = 12;
        (var rows, var labels, var names) = (new double[count][], new int[count], new string[count]);
        for (int i = 0; i < count; i++)
        {
            int group = random.Next(groups);
            double[] weights = [.. Enumerable.Range(0, classes).Select(_ => Math.Pow(1 - random.NextDouble(), 30.0 / (1 + 4 * group)))];
            double at = random.NextDouble() * weights.Sum();
            (names[i], rows[i]) = (((char)('a' + group)).ToString(), Normed([.. weights.Select(w => Math.Pow(w, trust))]));
            while (labels[i] < classes - 1 && (at -= weights[labels[i]]) >= 0) labels[i]++;
        }
        return (rows, labels, names);
    }

    private static double[] Normed(double[] weights) => [.. weights.Select(w => w / weights.Sum())];
}
