using Ucam.Metrics;

namespace Ucam.Bench.People;

/// <summary>Doubts of the question alone against people's.</summary>
internal static class PeopleTable
{
    public static void Print(PeopleDoubt[] people, BlindAnswer[] answers, double[] byBeginning)
    {
        double[] entropy = [.. people.Select(p => p.Entropy)];
        int[] asked = [.. Enumerable.Range(0, people.Length).Where(i => !double.IsNaN(people[i].Unsure))];
        (string Name, double[] Doubt)[] doubts =
        [
            ("predictive entropy", [.. answers.Select(a => a.Predictive)]),
            ("expected entropy (data)", [.. answers.Select(a => a.Expected)]),
            ("mutual information (model)", [.. answers.Select(a => a.Predictive - a.Expected)]),
            ("1 - largest probability", [.. answers.Select(a => 1 - a.Largest)]),
            ("people's mean by first words", byBeginning),
        ];
        Console.WriteLine($"people: entropy {entropy.Average():F3} nats, all agree on {entropy.Count(h => h == 0) / (double)entropy.Length:P1}; "
            + $"unsure {asked.Average(i => people[i].Unsure):F3}, which follows their entropy by {Spearman(asked, people, entropy)}");
        Console.WriteLine($"{"Spearman of the doubt",-30} {"people's entropy",-26} how unsure they said to be");
        foreach ((string name, double[] doubt) in doubts)
            Console.WriteLine($"{name,-30} {Words(Correlation.Spearman(doubt, entropy), doubt.Length),-26} {Spearman(asked, people, doubt)}");
        Console.WriteLine($"{"disagreement",-14} {"questions",9} {"people",7} {"H[p] - people",14} {"|H[p] - people|",16} {"TVD",6}");
        foreach ((string name, int[] part) in Thirds(entropy))
            Console.WriteLine($"{name,-14} {part.Length,9} {part.Average(i => entropy[i]),7:F3} "
                + $"{part.Average(i => answers[i].Predictive - entropy[i]),14:F3} {part.Average(i => Math.Abs(answers[i].Predictive - entropy[i])),16:F3} "
                + $"{part.Average(i => answers[i].Distance),6:F3}");
    }

    private static string Spearman(int[] asked, PeopleDoubt[] people, double[] doubt) =>
        Words(Correlation.Spearman([.. asked.Select(i => doubt[i])], [.. asked.Select(i => people[i].Unsure)]), asked.Length);

    // Bonett and Wright, Psychometrika 65 (2000): the variance of Fisher's z of a rank correlation.
    private static string Words(double rho, int count)
    {
        double z = Math.Atanh(rho), half = 1.96 * Math.Sqrt((1 + rho * rho / 2) / (count - 3));
        return $"{rho:F3} ({Math.Tanh(z - half):F3} to {Math.Tanh(z + half):F3})";
    }

    private static IEnumerable<(string Name, int[] Part)> Thirds(double[] entropy)
    {
        int[] order = [.. Enumerable.Range(0, entropy.Length).OrderBy(i => entropy[i])];
        int third = order.Length / 3;
        return [("low", order[..third]), ("middle", order[third..(2 * third)]), ("high", order[(2 * third)..]), ("all", order)];
    }
}
