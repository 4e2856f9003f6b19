using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests;

public sealed class FamiliarityNoteTests : IDisposable
{
    private readonly VqaNetwork _network = SmallModels.Network();

    public void Dispose() => _network.Dispose();

    /// <summary>Describes features at a multiple of the distance that 99 % of held-out pictures keep.</summary>
    private Familiarity At(double limits, string question)
    {
        using var scope = NewDisposeScope();
        Tensor one = zeros(1, 2, SmallModels.Channels) + tensor(new float[] { -1, 1 }, [1, 2, 1]);
        double unit = _network.Familiarity!.Distances(FamiliarityDetector.Describe(one * 1000)).item<float>() / 1000;
        double scale = limits * _network.Familiarity.Limit / unit;
        return FamiliarityNote.Describe(_network, one * scale, _network.Words.Encode(question));
    }

    [Fact]
    public void A_usual_picture_and_known_words_need_no_note()
    {
        Familiarity f = At(0.5, "What colour is the ball?");
        f.Note.Should().BeNull();
        f.IsUnfamiliar.Should().BeFalse();
        f.UnknownWords.Should().BeEmpty();
        f.Score.Should().BeInRange(0, 0.99);
    }

    [Fact]
    public void An_unusual_picture_is_noted()
    {
        Familiarity f = At(1.5, "What colour is the ball?");
        f.Note.Should().Be("The picture is more unusual than 99 % of those 'small' was tested with. Treat the answer with caution.");
        f.IsUnfamiliar.Should().BeTrue();
    }

    [Fact]
    public void A_picture_of_another_kind_is_noted() => At(4, "What colour is the ball?").Note
        .Should().Be("The picture is unlike anything 'small' was trained on. Treat the answer with caution.");

    [Theory]
    [InlineData(1, 4000, true)]
    [InlineData(4000, 1, true)]
    [InlineData(64, 192, false)]
    public void A_picture_that_is_long_and_narrow_is_of_another_kind(int width, int height, bool isLong)
    {
        using var folder = new TemporaryFolder();
        Checkpoint.Save(_network, folder["small.safetensors"], "{}");
        using var model = VqaModel.Load(folder["small.safetensors"]);
        Answer answer = model.Ask(new Picture(width, height, new byte[width * height * 3]), "What colour is the ball?");
        Familiarity f = answer.Familiarity;
        (f.Note?.Contains("times as long as it is wide", StringComparison.Ordinal) ?? false).Should().Be(isLong);
        if (isLong) (f.IsUnfamiliar, answer.Certainty.IsKnown).Should().Be((true, false));
    }

    [Fact]
    public void Unknown_words_are_named_but_do_not_make_the_answer_unfamiliar()
    {
        Familiarity one = At(0.5, "What colour is the zebra?"), two = At(0.5, "What zebra is the yak?");
        one.Note.Should().Be("Unknown word: zebra. Treat the answer with caution.");
        two.Note.Should().Be("Unknown words: zebra, yak. Treat the answer with caution.");
        one.IsUnfamiliar.Should().BeFalse();
        two.UnknownWords.Should().Equal("zebra", "yak");
    }

    [Fact]
    public void A_question_without_a_known_word_is_unfamiliar()
    {
        Familiarity f = At(0.5, "Zebra?");
        f.Note.Should().Be("None of the question's words is known (zebra). Treat the answer with caution.");
        f.IsUnfamiliar.Should().BeTrue();
    }

    [Fact]
    public void Picture_and_words_share_one_sentence() => At(4, "Zebra?").Note
        .Should().Be("The picture is unlike anything 'small' was trained on; none of the question's "
            + "words is known (zebra). Treat the answer with caution.");

    [Fact]
    public void A_model_without_a_detector_says_nothing_about_pictures()
    {
        using var network = new VqaNetwork(SmallModels.Config);
        using var scope = NewDisposeScope();
        Familiarity f = FamiliarityNote.Describe(network, ones(1, 2, SmallModels.Channels) * 1e6, network.Words.Encode("What colour?"));
        f.Note.Should().BeNull();
        f.IsUnfamiliar.Should().BeFalse();
        f.Distance.Should().Be(double.NaN);
    }
}
