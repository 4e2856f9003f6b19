using System.Text;
using Ucam.Studies.Comparison;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training.Recipes;

public class YamlFileTests
{
    private const string Comparison = """
        name: mine
        data: { set: scenes, train: 10, validation: 5, test: 5, questions_per_picture: 2 }
        methods: [saaa, mlb]
        variants: [baseline, aul-third]
        own_variants:
          aul-third: { loss: aleatoric, weights: { undistorted: 0.3 } }
        learning_rates: { mlb: 0.001 }
        """;

    private static CompareRecipe Parse(string text) => YamlFile.Parse<CompareRecipe>(text, "r.yaml");

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 1_000)]
    public void Nesting_without_end_is_refused_and_not_followed(string bracket, int times)
    {
        string text = string.Concat(Enumerable.Repeat(bracket, times));
        Action parse = () => Parse(text);
        parse.Should().Throw<UcamException>().WithMessage("r.yaml, line 1: it is nested deeper than 32 levels*").Which.Field.Should().Be("line 1");
        using var folder = new TemporaryFolder();
        YamlFile.Peek(folder.Write("deep.yaml", text), "task").Should().BeNull();
    }

    [Fact]
    public void An_unknown_key_with_a_quote_in_it_is_named()
    {
        Action parse = () => Parse("name: mine\n\"own'x\": 1\n");
        parse.Should().Throw<UcamException>().WithMessage("*unknown key 'own'x'; known here:*");
    }

    [Theory]
    [InlineData("own_variants: { aul-third: }", "own_variants.aul-third")]
    [InlineData("own_variants: { aul-third: null }", "own_variants.aul-third")]
    [InlineData("methods: [saaa, ~]", "methods[2]")]
    public void An_entry_that_says_nothing_is_named(string line, string where)
    {
        Action parse = () => Parse($"name: mine\n{line}\n");
        parse.Should().Throw<UcamException>().WithMessage($"r.yaml: {where} is empty*").Which.Field.Should().Be(where);
    }

    [Fact]
    public void A_damaged_recipe_is_read_or_refused_in_one_line()
    {
        Damage.Survives(Encoding.UTF8.GetBytes(Comparison), 300, 16 << 20, bytes => Parse(Encoding.UTF8.GetString(bytes))).Should().BePositive();
    }
}
