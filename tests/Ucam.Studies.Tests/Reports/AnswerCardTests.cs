using Ucam.Vqa;

namespace Ucam.Studies.Tests.Reports;

public class AnswerCardTests
{
    private static readonly Picture Shown = Pictures.Noise(60, 40, 2);

    [Fact]
    public void A_card_is_as_wide_as_its_panels()
    {
        var full = AnswerCard.Render(Shown, Answers.Make());
        var bare = AnswerCard.Render(Shown, Answers.Make(maps: false));
        full.Width.Should().Be(1699);
        bare.Width.Should().BeLessThan(full.Width);
        bare.Height.Should().Be(full.Height);
    }

    [Fact]
    public void Heading_and_answer_are_really_written()
    {
        var card = AnswerCard.Render(Shown, Answers.Make(), "file.png");
        Ink(card, 40, 40, 600, 80).Should().BeGreaterThan(1000, "the question is a heading");
        Ink(card, 1215, 140, 160, 60).Should().BeGreaterThan(500, "the answer stands in the right column");
    }

    [Fact]
    public void The_same_input_gives_the_same_pixels() =>
        AnswerCard.Render(Shown, Answers.Make()).Rgb.SequenceEqual(AnswerCard.Render(Shown, Answers.Make()).Rgb).Should().BeTrue();

    [Fact]
    public void Another_answer_gives_other_pixels() =>
        AnswerCard.Render(Shown, Answers.Make()).Rgb.SequenceEqual(AnswerCard.Render(Shown, Answers.Make() with { Text = "blue" }).Rgb)
            .Should().BeFalse();

    [Fact]
    public void A_warning_adds_a_strip() =>
        AnswerCard.Render(Shown, Answers.Unfamiliar("zorgon")).Height.Should().BeGreaterThan(AnswerCard.Render(Shown, Answers.Make()).Height + 30);

    [Fact]
    public void Doubt_that_has_no_parts_is_drawn_in_none_of_their_colours()
    {
        int Parts(Answer answer)
        {
            Picture card = AnswerCard.Render(Shown, answer with { Maps = [] });
            return Enumerable.Range(0, card.Rgb.Length / 3).Count(i => IsPart(card.Rgb.Slice(3 * i, 3)));
        }
        Parts(Answers.Make(data: 1, model: 0.5)).Should().BeGreaterThan(1000);
        Parts(Answers.Make(data: 1, model: 0.5) with { Familiarity = new(0.2, 1, false, ["flavour"], "Unknown word: flavour.") }).Should().Be(0);
        Parts(Answers.Make() with { Uncertainty = new(1.5, double.NaN, double.NaN, 0, 0) }).Should().Be(0);
    }

    [Fact]
    public void The_model_is_named() =>
        Ink(AnswerCard.Render(Shown, Answers.Make() with { Model = "mmmmmmmm" }), 1300, 30, 360, 30, 130)
            .Should().BeGreaterThan(Ink(AnswerCard.Render(Shown, Answers.Make(), "title"), 1300, 30, 360, 30, 130) + 200);

    [Fact]
    public void The_answers_of_a_set_of_several_stand_below_the_likeliest()
    {
        Answer answer = Answers.Certain(), several = answer with { Certainty = answer.Certainty with { Set = ["red", "orange"], SetCoverage = 0.9 } };
        int Said(Answer shown) => Ink(AnswerCard.Render(Shown, shown), Column, 384, 440, 24, 130);
        Said(several).Should().BeGreaterThan(Said(answer) + 200);
        AnswerCard.Render(Shown, several).Height.Should().Be(AnswerCard.Render(Shown, answer).Height);
    }

    [Fact]
    public void How_likely_an_answer_is_right_and_why_are_written_below_it()
    {
        Picture Card(Answer answer) => AnswerCard.Render(Shown, answer);
        int Said(Answer answer) => Ink(Card(answer), Column, 180, 440, 40) + Ink(Card(answer), Column, 225, 440, 65, 130);
        Said(Answers.Certain()).Should().BeGreaterThan(1500);
        Card(Answers.Certain()).Rgb.SequenceEqual(Card(Answers.Certain(probability: 0.93)).Rgb).Should().BeFalse();
        Card(Answers.Certain()).Rgb.SequenceEqual(Card(Answers.Certain("another reason")).Rgb).Should().BeFalse();
        Said(Answers.Make()).Should().BeGreaterThan(800, "why it is not known is said");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(600)]
    [InlineData(60_000)]
    public void A_reason_of_any_length_stays_between_the_words_and_the_bars(int repeated)
    {
        string reason = string.Concat(Enumerable.Repeat("its certainty hangs on details of what it looked at, ", repeated));
        Picture short_ = AnswerCard.Render(Shown, Answers.Certain()), long_ = AnswerCard.Render(Shown, Answers.Certain(reason));
        (long_.Width, long_.Height).Should().Be((short_.Width, short_.Height));
        // The same from the first bar down, and nothing beyond the column.
        for (int y = Bars; y < long_.Height; y++) Row(long_, y, 0, long_.Width).Should().Be(Row(short_, y, 0, short_.Width), $"row {y}");
        Ink(long_, Column + 442, 0, long_.Width - Column - 442, long_.Height, 250).Should().Be(0);
        Row(long_, Bars - 4, Column, 440).Should().Be(Row(short_, Bars - 4, Column, 440), "there is room above the bars");
    }

    [Fact]
    public void A_title_adds_a_line() =>
        AnswerCard.Render(Shown, Answers.Make(), "a.png").Height.Should().Be(AnswerCard.Render(Shown, Answers.Make()).Height + 30);

    [Fact]
    public void A_question_takes_two_lines_at_most()
    {
        var two = AnswerCard.Render(Shown, Answers.Make(string.Join(' ', Enumerable.Repeat("colour", 40)))).Height;
        two.Should().BeGreaterThan(AnswerCard.Render(Shown, Answers.Make()).Height);
        AnswerCard.Render(Shown, Answers.Make(string.Join(' ', Enumerable.Repeat("word", 10_000)))).Height.Should().Be(two);
        AnswerCard.Render(Shown, Answers.Make(new string('w', 5000))).Height.Should().Be(two);
    }

    [Theory]
    [InlineData("你好吗？这是什么颜色")]
    [InlineData("ما لون الكرة")]
    [InlineData("👩‍👩‍👧‍👦 \ud83d lone \ude00 surrogates")]
    [InlineData("tab\tnew\nline\0null")]
    [InlineData("")]
    public void Any_text_is_drawn(string text)
    {
        var card = AnswerCard.Render(Shown, Answers.Make(text) with { Text = text, Candidates = [new(text, 1)] }, text);
        card.Width.Should().Be(1699);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3000, 2)]
    [InlineData(2, 3000)]
    public void Any_shape_of_picture_is_drawn(int width, int height) =>
        AnswerCard.Render(Pictures.Noise(width, height, 1), Answers.Make()).Width.Should().Be(1699);

    private const int Column = 1215, Bars = 285;

    private static string Row(Picture card, int y, int left, int width) => Convert.ToHexString(card.Rgb.Slice(3 * (y * card.Width + left), 3 * width));

    /// <summary>Whether a pixel has the colour of the data's or of the model's doubt.</summary>
    private static bool IsPart(ReadOnlySpan<byte> rgb) =>
        rgb.SequenceEqual((ReadOnlySpan<byte>)[0x0E, 0x8F, 0x8A]) || rgb.SequenceEqual((ReadOnlySpan<byte>)[0x8A, 0x5C, 0xF0]);

    private static int Ink(Picture card, int left, int top, int width, int height, int darkest = 100)
    {
        var dark = 0;
        for (var y = top; y < top + height; y++)
            for (var x = left; x < left + width; x++)
                if (CraftedPictures.Pixel(card, x, y).G < darkest) dark++;
        return dark;
    }
}
