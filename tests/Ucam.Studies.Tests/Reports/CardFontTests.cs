using CsCheck;
using Ucam.Studies.Reports;

namespace Ucam.Studies.Tests.Reports;

public class CardFontTests
{
    [Fact]
    public void Lines_fit_their_width_and_lose_no_word_where_there_is_room() =>
        Gen.Select(Gen.String[Gen.Char['a', 'z'], 1, 12].Array[1, 12], Gen.Int[120, 600]).Sample((words, width) =>
        {
            using var font = CardFont.Regular(16);
            var text = string.Join(' ', words);
            var lines = font.Wrap(text, width, 40);
            lines.Should().OnlyContain(l => font.Measure(l) <= width + 0.5f);
            string.Concat(lines).Replace(" ", "").Should().Be(string.Concat(words));
        });

    [Fact]
    public void What_does_not_fit_ends_in_an_ellipsis()
    {
        using var font = CardFont.Bold(20);
        font.Wrap("one two three four five six seven eight nine ten", 100, 2).Should().HaveCount(2).And.Subject.Last().Should().EndWith("…");
        font.Fit("a very long answer indeed", 80).Should().EndWith("…").And.StartWith("a v");
    }

    [Fact]
    public void What_the_typeface_lacks_becomes_a_square_and_line_breaks_become_spaces()
    {
        using var font = CardFont.Regular(16);
        font.Fit("a\r\n\tb 你\ud83d", 500).Should().Be("a b □□");
    }

    [Fact]
    public void Greek_and_cyrillic_are_in_the_typeface()
    {
        using var font = CardFont.Regular(16);
        font.Fit("Ποιο; Какой? Größe, ñandú", 500).Should().Be("Ποιο; Какой? Größe, ñandú");
    }
}
