using Ucam.Vqa.Datasets.BuiltIn;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Datasets.BuiltIn;

public sealed class BuiltInSetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => new(BuiltInSets.All.Select(set => set.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_set_makes_each_of_its_parts_with_pictures_and_questions_of_its_own(string name)
    {
        SetMaker maker = Open(name);
        maker.Parts!.Should().StartWith(["train", "validation", "test"]).And.OnlyHaveUniqueItems();
        IVqaSet[] parts = [.. maker.Parts!.Select(part => maker.Make(new SetRequest(part, Pictures: 6, Seed: 2, Size: 32, QuestionsPerPicture: 2)))];
        parts.Select(part => part.Name).Should().OnlyHaveUniqueItems();
        parts.Should().OnlyContain(part => part.PictureCount > 0 && part.Items.Count > 0);
        parts.SelectMany(part => part.Items.Select(item => item.QuestionId)).Should().OnlyHaveUniqueItems();
        (parts[0].LoadPicture(0).Width, parts[0].LoadPicture(0).Height).Should().Be((32, 32));
        var none = () => maker.Make(new SetRequest("paintings", 6, 2, 32, 2));
        none.Should().Throw<UcamException>().WithMessage("*'paintings'*train*");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_set_is_known_to_recipes_and_says_what_it_is(string name)
    {
        BuiltInSet set = BuiltInSets.Find(name)!;
        set.About.Should().EndWith(".");
        (set.NeedsSource && set.Source is null).Should().BeFalse();
        RecipeFile.Parse($"name: x\ndata: {{ set: {name} }}", "x.yaml").Data.Set.Should().Be(name);
    }

    [Fact]
    public void A_name_that_recipes_were_written_with_is_the_same_set()
    {
        BuiltInSets.FindInRecipe("nlvr-style").Should().BeSameAs(NlvrMaker.Entry);
        BuiltInSets.Find("nlvr-style").Should().BeNull();
        RecipeFile.Parse("name: x\ndata: { set: nlvr-style }", "x.yaml").Data.Set.Should().Be("nlvr-style", "fingerprints hold it");
    }

    private SetMaker Open(string name)
    {
        BuiltInSet set = BuiltInSets.Find(name)!;
        if (!set.NeedsSource) return set.Open(null);
        if (set.KnowsDoubtAs is null) SmallArchive.WriteFolders(_folder);
        else SmallArchive.WriteAmbiguous(_folder, SmallArchive.Mixed);
        return set.Open(_folder.Path);
    }
}
