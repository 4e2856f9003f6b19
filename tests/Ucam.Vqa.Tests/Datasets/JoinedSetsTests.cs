using Ucam.Vqa.Datasets;
using Ucam.Vqa.Datasets.BuiltIn.Nlvr;
using Ucam.Vqa.Tests.Datasets.BuiltIn.Nlvr;

namespace Ucam.Vqa.Tests.Datasets;

public class JoinedSetsTests
{
    [Fact]
    public void Pictures_and_questions_of_the_parts_follow_each_other()
    {
        NlvrSet a = NlvrScenes.Draw(5, questions: 2), b = NlvrScenes.Draw(4, seed: 2, questions: 2);
        var joined = new JoinedSets("both", [a, b]);
        joined.PictureCount.Should().Be(9);
        joined.Items.Should().HaveCount(a.Items.Count + b.Items.Count);
        joined.Items[a.Items.Count].Should().Be(b.Items[0] with { Picture = 5 + b.Items[0].Picture });
        joined.LoadPicture(4).Rgb.ToArray().Should().Equal(a.LoadPicture(4).Rgb.ToArray());
        joined.LoadPicture(8).Rgb.ToArray().Should().Equal(b.LoadPicture(3).Rgb.ToArray());
        FluentActions.Invoking(() => joined.LoadPicture(9)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
