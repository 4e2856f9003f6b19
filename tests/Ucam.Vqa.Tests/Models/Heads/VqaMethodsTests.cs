namespace Ucam.Vqa.Tests.Models.Heads;

public class VqaMethodsTests
{
    [Fact]
    public void Names_are_short_lower_case_and_unique()
    {
        VqaMethods.All.Select(m => m.Name).Should().OnlyHaveUniqueItems().And.AllSatisfy(n => n.Should().MatchRegex("^[a-z]{2,10}$"));
        VqaMethods.All.Should().AllSatisfy(m => (m.Title + m.Source).Should().NotBeEmpty());
        VqaMethods.All[0].Name.Should().Be(new HeadOptions().Method);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void A_name_leads_to_its_method_and_sizes(string name)
    {
        VqaMethod method = VqaMethods.Find(name);
        method.Paper.Method.Should().Be(name);
        method.Small.Method.Should().Be(name);
        Settings.Check(method.Paper);
        using VqaHead head = SmallModels.Head(name);
        head.Options.Method.Should().Be(name);
        head.GetType().Name.Should().BeEquivalentTo(name);
    }

    [Theory]
    [MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void The_small_models_read_questions_alike(string name)
    {
        HeadOptions small = VqaMethods.Find(name).Small, other = new();
        (small.Embedding, small.Lstm, small.Positions, small.QuestionDropout, small.ClassifierDropout)
            .Should().Be((other.Embedding, other.Lstm, other.Positions, other.QuestionDropout, other.ClassifierDropout));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_there_are()
    {
        var create = () => SmallModels.Head("hiecoatt");
        create.Should().Throw<UcamException>().WithMessage("Method is 'hiecoatt'; it must be one of saaa, san, *").Which.Field
            .Should().Be("Method");
    }
}
