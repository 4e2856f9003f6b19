using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Asking;

[Collection(GlobalRandomState.Name)]
public sealed class DoubtSharesTests
{
    private static readonly int[] Question = [2, 3, 1, 4];

    private static VqaNetwork Network(string head)
    {
        manual_seed(3);
        VqaNetwork network = SmallModels.Network(SmallModels.Config with { Model = SmallModels.Options with { Method = head } });
        using var quiet = no_grad();
        foreach (Tensor weight in network.Head.parameters()) weight.mul_(2);
        return network;
    }

    private static Tensor Features(VqaNetwork network) => network.Backbone.call(Tensors.Normal(5, 1, 3, 32, 32).sigmoid());

    private static (int, McMode, int) How(AskOptions options) => (options.Passes, options.Mode, options.Seed);

    private static McResult Passes(VqaNetwork network, Tensor features, int[] words, AskOptions options)
    {
        using var dropout = new Generator((ulong)options.Seed);
        return HeadPasses.Run(network.Head, features, (tensor(Array.ConvertAll(words, id => (long)id), [1, words.Length]),
            tensor(new long[] { words.Length })), options.Passes, options.Mode, dropout);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void Before_words_picture_and_model_add_up_to_the_doubt_of_every_heads_answer(string head)
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = Network(head);
        Tensor features = Features(network);
        foreach (McMode mode in Enum.GetValues<McMode>())
        {
            var options = new AskOptions { Passes = 12, Mode = mode, Seed = 5 };
            McResult own = Passes(network, features, Question, options);
            long live = Tensors.Live;
            DoubtShares shares = DoubtShares.Of(network, features, Question, How(options), TestContext.Current.CancellationToken);
            Tensors.Live.Should().Be(live);
            (shares.Before + shares.Question + shares.Picture + shares.Model).Should().BeApproximately(own.Predictive.item<float>(), 1e-5);
            shares.Model.Should().BeApproximately(own.Predictive.item<float>() - own.Expected.item<float>(), 1e-6);
            shares.Words.Should().HaveCount(Question.Length);
            // A word that the model does not know is what a word is replaced by: it changes nothing.
            shares.Words[2].Should().BeApproximately(0, 1e-6);
        }
    }

    [Fact]
    public void Of_one_word_they_are_the_two_sided_shapley_values()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = Network("saaa");
        Tensor features = Features(network), blank = network.Familiarity!.Mean.narrow(0, 0, 5).expand(1, 64, 5);
        var options = new AskOptions { Passes = 0 };
        double V(Tensor seen, int word) => Passes(network, seen, [word], options).Expected.item<float>();
        DoubtShares shares = DoubtShares.Of(network, features, [4], How(options), TestContext.Current.CancellationToken);
        (double nothing, double question, double picture, double both) = (V(blank, 1), V(blank, 4), V(features, 1), V(features, 4));
        shares.Before.Should().BeApproximately(nothing, 1e-6);
        shares.Question.Should().BeApproximately((question - nothing + both - picture) / 2, 1e-6);
        shares.Picture.Should().BeApproximately((picture - nothing + both - question) / 2, 1e-6);
        shares.Model.Should().Be(double.NaN);
    }

    [Fact]
    public void Words_share_the_questions_part_with_the_picture_seen_or_not()
    {
        // Words 0 and 1 take 1 and 2 nats, together 1 more once the picture is seen, which takes 0.5 of its own.
        DoubtShares shares = DoubtShares.Of(2, (words, seen) =>
            10 - (words & 1) - 2 * (words >> 1) - (seen ? 0.5 : 0) - (seen && words == 3 ? 1 : 0), seed: 1);
        shares.Before.Should().Be(10);
        shares.Words.Should().Equal(-1.25, -2.25);
        shares.Picture.Should().Be(-1);
        (shares.Before + shares.Question + shares.Picture).Should().BeApproximately(5.5, 1e-12);
    }

    [Fact]
    public void A_long_question_is_sampled_and_a_very_long_one_is_one_player()
    {
        using var scope = NewDisposeScope();
        using VqaNetwork network = Network("saaa");
        Tensor features = Features(network);
        var options = new AskOptions { Passes = 3 };
        foreach (int length in new[] { 9, DoubtShares.MostWords + 1 })
        {
            int[] words = [.. Enumerable.Range(0, length).Select(i => 2 + i % 6)];
            DoubtShares shares = DoubtShares.Of(network, features, words, How(options), TestContext.Current.CancellationToken);
            shares.Words.Should().HaveCount(length > DoubtShares.MostWords ? 1 : length);
            (shares.Before + shares.Question + shares.Picture + shares.Model)
                .Should().BeApproximately(Passes(network, features, words, options).Predictive.item<float>(), 1e-5);
        }
    }
}
