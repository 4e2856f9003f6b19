using CsCheck;
using Ucam.Extensions.AI.Judging;

namespace Ucam.Extensions.AI.Tests.Judging;

public class SemanticEntropyTests
{
    // Two meanings of 0.6 and 0.4, the first said in two ways.
    private static readonly (string Text, int Meaning, double P)[] Made = [("red", 0, 0.45), ("Red.", 0, 0.15), ("blue", 1, 0.4)];

    private static readonly double Exact = -(0.6 * Math.Log(0.6) + 0.4 * Math.Log(0.4));

    [Fact]
    public void By_likelihoods_it_is_the_exact_entropy_once_every_answer_was_drawn() =>
        SemanticEntropy.OfLikelihoods([.. Made.Concat(Made.Take(1)).Select(a => (a.Text, a.Meaning, Math.Log(a.P)))]).Should().BeApproximately(Exact, 1e-12);

    [Fact]
    public void By_counts_it_is_the_exact_entropy_of_what_was_drawn()
    {
        int[] drawn = [.. Enumerable.Repeat(0, 60), .. Enumerable.Repeat(1, 40)];
        SemanticEntropy.OfCounts(drawn).Should().BeApproximately(Exact, 1e-12);
        SemanticEntropy.OfCounts([3, 3, 3]).Should().Be(0);
    }

    [Fact]
    public void By_counts_it_comes_close_to_the_entropy_of_what_is_drawn_from()
    {
        var random = new Random(5);
        double mean = Enumerable.Range(0, 200).Average(_ => SemanticEntropy.OfCounts([.. Enumerable.Range(0, 400).Select(_ => random.NextDouble() < 0.6 ? 0 : 1)]));
        mean.Should().BeApproximately(Exact, 0.005);
    }

    [Fact]
    public void It_does_not_hang_on_the_names_of_meanings_and_is_at_most_the_logarithm_of_their_number() =>
        Gen.Int[0, 4].Array[1, 30].Sample(drawn =>
        {
            double entropy = SemanticEntropy.OfCounts(drawn);
            entropy.Should().BeInRange(0, Math.Log(drawn.Distinct().Count()) + 1e-12);
            SemanticEntropy.OfCounts([.. drawn.Select(m => 7 - m)]).Should().BeApproximately(entropy, 1e-12);
        });

    [Fact]
    public void Beliefs_lie_apart_by_their_mutual_information()
    {
        Belief Told(double red) => Belief.Of(new Probe(ProbeKind.PictureChange, "", ProbeOutcome.Answered, "red", 0)
        { Likelihood = new AnswerLikelihood(Math.Log(red), [new("red", red), new("blue", 1 - red)]) }, new Dictionary<string, int> { ["red"] = 0, ["blue"] = 1 });
        Belief.Spread([Told(1), Told(0)]).Should().BeApproximately(Math.Log(2), 1e-9);
        Belief.Spread([Told(0.3), Told(0.3)]).Should().BeApproximately(0, 1e-9);
        Belief.Spread([Told(0.3)]).Should().Be(double.NaN);
    }

    [Fact]
    public void What_alternatives_leave_is_an_answer_of_its_own()
    {
        var belief = Belief.Of(new Probe(ProbeKind.Answer, "", ProbeOutcome.Answered, "red", 0)
        { Likelihood = new AnswerLikelihood(Math.Log(0.5), [new("red", 0.5), new("Red", 0.25)]) }, new Dictionary<string, int> { ["red"] = 0, ["Red"] = 0 });
        (belief.Of(0), belief.Margin).Should().Be((0.75, 0.5));
        belief.Entropy.Should().BeApproximately(-(0.75 * Math.Log(0.75) + 0.25 * Math.Log(0.25)), 1e-12);
    }
}
