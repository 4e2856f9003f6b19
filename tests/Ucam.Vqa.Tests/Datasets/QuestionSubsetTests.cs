using Ucam.Vqa.Datasets;
using Ucam.Vqa.Tests.Training;

namespace Ucam.Vqa.Tests.Datasets;

public sealed class QuestionSubsetTests
{
    private readonly SceneSet _set = TinyTraining.Scenes(pictures: 5, questions: 3);

    [Theory]
    [InlineData(null)]
    [InlineData(15)]
    [InlineData(1000)]
    public void A_set_that_is_small_enough_stays_what_it_is(int? limit)
    {
        _set.Items.Should().HaveCount(15);
        QuestionSubset.Limit(_set, limit).Should().BeSameAs(_set);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(14, 5)]
    public void The_first_questions_stay_with_their_pictures_and_truth(int limit, int pictures)
    {
        IVqaSet some = QuestionSubset.Limit(_set, limit);
        some.Name.Should().Be(_set.Name);
        some.PictureCount.Should().Be(pictures);
        some.Items.Select(i => i.QuestionId).Should().Equal(_set.Items.Take(limit).Select(i => i.QuestionId));
        for (int i = 0; i < limit; i++)
        {
            some.LoadPicture(some.Items[i].Picture).Rgb.ToArray().Should().Equal(_set.LoadPicture(_set.Items[i].Picture).Rgb.ToArray());
            ((IRegionTruth)some).Region(i, 2, 2).Should().BeEquivalentTo(_set.Region(i, 2, 2));
            ((IPeopleAttention)some).PeopleMaps(i, 2, 2).Should().BeEquivalentTo(((IPeopleAttention)_set).PeopleMaps(i, 2, 2));
        }
    }

    [Fact]
    public void Pictures_are_numbered_as_they_come()
    {
        var set = new EncodedQuestionsTests.Items([.. new[]
        { 3, 1, 3, 0 }.Select((p, i) => new VqaItem { QuestionId = i, ImageId = 70 + p, Picture = p, Question = "Is it?" })]);
        IVqaSet some = QuestionSubset.Limit(set, 3);
        some.Items.Select(i => (i.Picture, i.ImageId)).Should().Equal((0, 73), (1, 71), (0, 73));
    }
}
