using System.Text.RegularExpressions;
using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn.Nlvr;

public partial class NlvrTemplatesTests
{
    private static readonly string[] Numbers = ["no", "one", "two", "three", "four", "five", "six", "seven"];

    [Fact]
    public void What_is_said_of_objects_is_what_counting_them_by_the_sentences_own_words_gives()
    {
        int checkedTowers = Check(tower: true, TowerSentence(), CountTower),
            checkedScattered = Check(tower: false, ScatteredSentence(), CountScattered);
        checkedTowers.Should().BeGreaterThan(150);
        checkedScattered.Should().BeGreaterThan(150);
    }

    [Theory]
    [InlineData("there is a tower with a black block at the top", "k", "bk", "y", true)]
    [InlineData("there is a tower with a black block at the top", "kb", "b", "y", false)]
    [InlineData("there are two towers with a blue block at the base", "by", "bk", "y", true)]
    [InlineData("there are two towers with a blue block at the base", "by", "bk", "b", false)]
    [InlineData("there is a tower with a yellow block over a blue block", "byk", "k", "k", true)]
    [InlineData("there is a tower with a yellow block over a blue block", "ybk", "k", "bky", false)]
    [InlineData("there is a tower with a yellow block below a blue block", "ybk", "k", "k", true)]
    [InlineData("there are at least two towers with the same height", "kk", "bb", "y", true)]
    [InlineData("there are at least two towers with the same height", "kk", "bbb", "y", false)]
    [InlineData("there are at least two towers with the same base color", "ky", "kbb", "y", true)]
    [InlineData("there are at least two towers with the same base color", "ky", "bkk", "y", false)]
    [InlineData("there is a tower with only one color", "ky", "bb", "yk", true)]
    [InlineData("there is a tower with only one color", "ky", "byb", "yk", false)]
    [InlineData("all black blocks are in the same tower", "kyk", "b", "yb", true)]
    [InlineData("all black blocks are in the same tower", "ky", "bk", "yb", false)]
    public void A_sentence_is_true_of_the_towers_it_describes_alone(string sentence, string a, string b, string c, bool truth) =>
        Find(sentence, tower: true).Holds(NlvrScenes.Towers(a, b, c)).Should().Be(truth);

    [Theory]
    [InlineData("the tower with two blocks has a black block at the top", "yk", "k", "yyy", true)]
    [InlineData("the tower with two blocks has a black block at the top", "ky", "k", "yyy", false)]
    [InlineData("the tower with two blocks has a black block at the top", "yk", "yk", "yyy", null)]
    [InlineData("the tower with two blocks has a black block at the top", "k", "k", "yyy", null)]
    [InlineData("all blue blocks are in the same tower", "k", "k", "yyy", null)]
    public void A_sentence_that_presupposes_what_is_not_there_is_neither_true_nor_false(string sentence, string a, string b, string c, bool? truth) =>
        Find(sentence, tower: true).Holds(NlvrScenes.Towers(a, b, c)).Should().Be(truth);

    [Fact]
    public void Every_template_has_several_wordings_and_is_used()
    {
        var random = new SetRandom(3);
        NlvrStatement[] drawn = [.. Enumerable.Range(0, 3000).Select(i => NlvrTemplates.Draw(i % 2 == 0, random))];
        drawn.GroupBy(s => s.Template).Select(g => g.Key).Should().BeEquivalentTo(NlvrTemplates.Names);
        foreach (var template in drawn.GroupBy(s => s.Template))
            template.Select(s => s.Text.ToLowerInvariant()).Distinct().Should().HaveCountGreaterThan(8, template.Key);
        drawn.Should().OnlyContain(s => !s.Text.Contains("  ") && !s.Text.Contains(" ."));
    }

    [Fact]
    public void A_bare_number_means_exactly_that_many()
    {
        var two = new NlvrAmount(NlvrCompare.Exactly, 2);
        Enumerable.Range(0, 4).Select(two.Holds).Should().Equal(false, false, true, false);
        Enumerable.Range(0, 4).Select(new NlvrAmount(NlvrCompare.AtLeast, 2).Holds).Should().Equal(false, false, true, true);
        Enumerable.Range(0, 4).Select(new NlvrAmount(NlvrCompare.AtMost, 2).Holds).Should().Equal(true, true, true, false);
        Enumerable.Range(0, 3).Select(new NlvrAmount(NlvrCompare.None, 0).Holds).Should().Equal(true, false, false);
        Enumerable.Range(0, 3).Select(NlvrAmount.Some.Holds).Should().Equal(false, true, true);
    }

    private static NlvrStatement Find(string sentence, bool tower)
    {
        var random = new SetRandom(7);
        for (int i = 0; i < 400_000; i++)
            if (NlvrTemplates.Draw(tower, random) is var s && string.Equals(s.Text.TrimEnd('.'), sentence, StringComparison.OrdinalIgnoreCase))
                return s;
        throw new InvalidOperationException($"no template writes \"{sentence}\"");
    }

    private static int Check(bool tower, Regex form, Func<NlvrScene, Match, int> count)
    {
        var random = new SetRandom(11);
        NlvrScene[] scenes = [.. NlvrScenes.Many(tower, 40)];
        int found = 0;
        for (int i = 0; i < 6000; i++)
        {
            NlvrStatement statement = NlvrTemplates.Draw(tower, random);
            if (form.Match(statement.Text.ToLowerInvariant()) is not { Success: true } match) continue;
            found++;
            foreach (NlvrScene scene in scenes) statement.Holds(scene).Should().Be(Compare(match, count(scene, match)), statement.Text);
        }
        return found;
    }

    private static bool Compare(Match match, int count)
    {
        string number = match.Groups["number"].Value;
        int wanted = number is "a" or "an" ? 1 : int.TryParse(number, out int n) ? n : Array.IndexOf(Numbers, number);
        return match.Groups["how"].Value.Trim() switch
        {
            "at least" or "atleast" or "minimum" => count >= wanted,
            "at most" => count <= wanted,
            "more than" => count > wanted,
            "less than" => count < wanted,
            _ => number is "a" or "an" ? count > 0 : count == wanted,
        };
    }

    private static int CountTower(NlvrScene scene, Match match)
    {
        string colour = match.Groups["colour"].Value, end = match.Groups["end"].Value;
        int count = 0;
        foreach (NlvrBox box in scene.Boxes)
            foreach (NlvrObject o in box.Objects)
            {
                int lowest = box.Objects.Max(b => b.Y), highest = box.Objects.Min(b => b.Y);
                bool there = end switch { "" => true, "at the top" or "on top" => o.Y == highest, _ => o.Y == lowest };
                if (there && NlvrNames.Of(o.Colour) == colour) count++;
            }
        return count;
    }

    private static int CountScattered(NlvrScene scene, Match match)
    {
        string colour = match.Groups["colour"].Value, shape = match.Groups["shape"].Value, clause = match.Groups["clause"].Value;
        int count = 0;
        foreach (NlvrObject o in scene.Boxes.SelectMany(b => b.Objects))
        {
            bool touches = o.X == 0 || o.Y == 0 || o.X + o.Size == 100 || o.Y + o.Size == 100;
            bool there = clause switch { "" => true, "touching the base" => o.Y + o.Size == 100, "not touching any edge" => !touches, _ => touches };
            bool fits = shape.StartsWith("item") || shape.StartsWith("object") || shape == NlvrNames.Of(o.Shape);
            if (there && fits && (colour.Length == 0 || NlvrNames.Of(o.Colour) == colour)) count++;
        }
        return count;
    }

    private const string Amount = "^there (is|are) (?<how>exactly |only |at least |atleast |minimum |at most |more than |less than "
        + ")?(?<number>an?|no|one|two|three|four|five|six|seven|\\d) ";

    [GeneratedRegex(Amount + "(?<colour>black|blue|yellow) (block|item|square|object)s?( (?<end>at the top|on top|at the base|at the bottom))?\\.?$")]
    private static partial Regex TowerSentence();

    [GeneratedRegex(Amount
        + "((?<colour>black|blue|yellow) )?(?<shape>square|circle|triangle|item|object)s?( (?<clause>touching the edge|touching an edge|not "
        + "touching any edge|touching the base))?\\.?$")]
    private static partial Regex ScatteredSentence();
}
