using CsCheck;
using Ucam.Vqa.Training;
using Ucam.Vqa.Training.Recipes;

namespace Ucam.Vqa.Tests.Training;

public class CourseTests
{
    private static readonly FitRecipe Fit = new() { LearningRate = 0.01 };
    private static readonly Levelling Patient = new() { PatienceSteps = 40, WarmUpSteps = 10 };

    private static Course Open(int epochs = 100, long steps = 10, IEnumerable<HeldOutScore>? scores = null) =>
        new(Fit, epochs, steps, Patient, scores);

    private static HeldOutScore Better(int epoch) => new(1.0 / epoch, 0.5);

    private static List<double> Rates(Course course, Func<int, HeldOutScore> score)
    {
        var rates = new List<double>();
        for (int epoch = 1; epoch <= course.Epochs; epoch++)
        {
            for (int step = 0; step < 10; step++) rates.Add(course.Rate(epoch, step));
            course.Add(score(epoch));
        }
        return rates;
    }

    [Fact]
    public void Without_levelling_off_the_schedule_of_the_recipe_holds()
    {
        var course = new Course(Fit, 5, 10, null);
        Rates(course, Better).Should().Equal(Enumerable.Range(0, 50).Select(step => LearningRate.At(Schedule.Cosine, 0.01, step, 50)));
        (course.Epochs, course.IsOpen, course.Scores).Should().Be((5, false, null));
    }

    [Fact]
    public void A_stage_that_gets_better_trains_to_its_last_epoch_and_its_rate_falls_over_the_last_fifth()
    {
        Course course = Open();
        List<double> rates = Rates(course, Better);
        course.Epochs.Should().Be(100);
        rates[..10].Should().BeInAscendingOrder();
        rates[10..800].Should().AllSatisfy(rate => rate.Should().Be(0.01));
        rates[800..].Should().BeInDescendingOrder();
        rates[^1].Should().BeInRange(1e-9, 1e-4);
    }

    [Fact]
    public void A_stage_that_has_levelled_off_ends_once_its_rate_has_fallen()
    {
        Course course = Open();
        List<double> rates = Rates(course, epoch => Better(Math.Min(epoch, 12)));
        course.Epochs.Should().Be(16 + 4);
        rates[159].Should().Be(0.01);
        rates[160..].Should().BeInDescendingOrder();
    }

    [Fact]
    public void Accuracy_that_grows_is_progress_even_where_the_loss_grows_too()
    {
        Course course = Open();
        Rates(course, epoch => new HeldOutScore(epoch, 0.01 * Math.Min(epoch, 30)));
        course.Epochs.Should().Be(34 + 8);
    }

    [Fact]
    public void The_smaller_a_set_the_more_epochs_its_patience_has()
    {
        Patient.PatienceEpochs(1).Should().Be(40);
        Patient.PatienceEpochs(15).Should().Be(3);
        Patient.PatienceEpochs(1000).Should().Be(3);
    }

    [Fact]
    public void A_course_goes_on_from_its_scores_as_if_there_had_been_no_break() =>
        Gen.Select(Gen.Double[0.1, 1].Array[1, 60], Gen.Int[0, 60]).Sample((losses, cut) =>
    {
        HeldOutScore[] scores = [.. losses.Select(loss => new HeldOutScore(loss, 0.5))];
        Course whole = Open(epochs: 60), first = Open(epochs: 60);
        foreach (HeldOutScore score in scores) whole.Add(score);
        foreach (HeldOutScore score in scores.Take(cut)) first.Add(score);
        Course rest = Open(epochs: 60, scores: first.Scores);
        foreach (HeldOutScore score in scores.Skip(cut)) rest.Add(score);
        return rest.Epochs == whole.Epochs && rest.IsOpen == whole.IsOpen && rest.Rate(rest.Epochs, 3).Equals(whole.Rate(whole.Epochs, 3));
    });

    [Fact]
    public void Every_step_of_every_course_has_a_positive_rate_up_to_the_peak() =>
        Gen.Select(Gen.Int[1, 40], Gen.Double[0.1, 1].Array[40]).Sample((epochs, losses) =>
        Rates(Open(epochs), epoch => new HeldOutScore(losses[epoch - 1], 0.5)).All(rate => rate is > 0 and <= 0.01));
}
