using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Onnx;

/// <summary>A transformer of a picture and a question, whose words are held fixed.</summary>
public sealed class OnnxGivenTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();
    private readonly OnnxModel _model = OnnxModel.Open(Repository.Fixture("onnx", "vqa.onnx"), "logits");
    private readonly Tensor _words = tensor(new long[] { 3, 1, 6 }).view(1, 3), _mask = tensor(new long[] { 1, 1, 0 }).view(1, 3);

    private static Tensor Pictures(int count = 1, int seed = 1) => Tensors.Normal(seed, count, 3, 16, 16);

    private Dictionary<string, Tensor> Given() => new() { ["input_ids"] = _words, ["attention_mask"] = _mask };

    [Fact]
    public void The_picture_is_found_among_the_inputs_and_one_row_of_the_others_stands_for_all()
    {
        _model.Inputs.Should().Equal("input_ids", "attention_mask", "pixel_values");
        _model.PictureName.Should().Be("pixel_values");
        Tensor pictures = Pictures(3);
        double[] expected = VisionLanguageTwin.Run(pictures, _words.repeat(3, 1), _mask.repeat(3, 1)).Scores.Numbers();
        _model.Forward(pictures, Given()).Scores.Numbers().ShouldBeNear(expected, 1e-4);
        _model.Forward([_words.repeat(3, 1), _mask.repeat(3, 1), pictures]).Scores.Numbers().ShouldBeNear(expected, 1e-4);
        Dictionary<string, Tensor> each = new() { ["input_ids"] = tensor(new long[] { 3, 1, 0, 2, 5, 4 }).view(3, 2), ["attention_mask"] = ones(3, 2) };
        _model.Forward(pictures, each).Scores.Numbers()
            .ShouldBeNear(VisionLanguageTwin.Run(pictures, each["input_ids"], ones(3, 2)).Scores.Numbers(), 1e-4);
    }

    [Theory]
    [InlineData("occlusion")]
    [InlineData("rise")]
    public void A_map_of_the_picture_is_that_of_the_same_network_in_libtorch(string method)
    {
        ExplanationMethod Method() => method == "rise" ? new Rise { Masks = 50 } : new Occlusion();
        using Explainer actual = _model.Explain(Given()), expected = new(inputs =>
            new ModelOutput(VisionLanguageTwin.Run(inputs[0], _words.repeat(inputs[0].shape[0], 1), _mask.repeat(inputs[0].shape[0], 1)).Scores));
        CancellationToken stop = TestContext.Current.CancellationToken;
        float[] Map(Explainer explainer) => [.. explainer.Explain([Method()], [Pictures()], 2, cancellation: stop)[0][0].Values.Cast<float>()];
        Map(actual).Select(v => (double)v).ToArray().ShouldBeNear([.. Map(expected).Select(v => (double)v)], 1e-4);
    }

    [Fact]
    public void Another_question_gives_another_map()
    {
        Dictionary<string, Tensor> other = Given();
        other["input_ids"] = tensor(new long[] { 5, 0, 2 }).view(1, 3);
        using Explainer one = _model.Explain(Given()), two = _model.Explain(other);
        one.Map(new Occlusion(), Pictures(), 1).Values.Cast<float>().Should().NotEqual(two.Map(new Occlusion(), Pictures(), 1).Values.Cast<float>());
    }

    [Fact]
    public void Numbers_take_the_shape_of_the_file_and_of_each_other()
    {
        var given = _model.ReadGiven(["attention_mask=1", "input_ids=3, 1,6"], [1, 3, 16, 16]);
        given["input_ids"].shape.Should().Equal(1, 3);
        given["input_ids"].Numbers().Should().Equal(3, 1, 6);
        given["attention_mask"].shape.Should().Equal([1, 3], "both have a size called sequence");
        given["attention_mask"].Numbers().Should().Equal(1, 1, 1);
    }

    [Fact]
    public void Whole_numbers_are_kept_to_the_last_digit_however_they_are_written() =>
        _model.ReadGiven(["input_ids=9007199254740993,-2,3.0,1e3"], [1, 3, 16, 16])["input_ids"].data<long>().ToArray()
            .Should().Equal(9007199254740993, -2, 3, 1000);

    [Theory]
    [InlineData("input_ids", "the input 'input_ids' is not written as name=numbers")]
    [InlineData("ids=1", "it has no input 'ids'; its inputs are input_ids, attention_mask, pixel_values")]
    [InlineData("input_ids=1,x", "its input input_ids was given 'x', which is no number")]
    [InlineData("input_ids=1.5,2", "its input input_ids was given '1.5', which is no whole number")]
    [InlineData("input_ids=99999999999999999999", "'99999999999999999999', which is out of range: it takes numbers from -9223372036854775808 to")]
    [InlineData("pixel_values=1e39", "'1e39', which is out of range")]
    [InlineData("input_ids=nan", "'nan', which is no number")]
    [InlineData("pixel_values=1,2", "its input pixel_values is [1,3,16,16], but 2 numbers were given")]
    public void What_is_no_input_is_said(string text, string said) =>
        FluentActions.Invoking(() => _model.ReadGiven([text], [1, 3, 16, 16])).Should().Throw<UcamException>().WithMessage($"*{said}*");

    [Fact]
    public void Inputs_of_different_lengths_and_missing_ones_are_said()
    {
        FluentActions.Invoking(() => _model.ReadGiven(["input_ids=1,2", "attention_mask=1,1,1"], [1, 3, 16, 16])).Should().Throw<UcamException>()
            .WithMessage("*attention_mask is ?1,2?, but 3 numbers were given*");
        FluentActions.Invoking(() => _model.ReadGiven(["input_ids=1", "input_ids=2"], [1, 3, 16, 16])).Should().Throw<UcamException>()
            .WithMessage("*input_ids was given twice*");
        FluentActions.Invoking(() => _model.Explain(new Dictionary<string, Tensor> { ["input_ids"] = _words })).Should().Throw<UcamException>()
            .WithMessage("*the picture's being pixel_values; give the values of attention_mask too*");
        Dictionary<string, Tensor> wrong = Given();
        wrong["input_ids"] = _words.repeat(2, 1);
        FluentActions.Invoking(() => _model.Forward(Pictures(3), wrong)).Should().Throw<UcamException>().WithMessage("*given as ?2,3? for 3 pictures*");
        wrong = Given();
        wrong["words"] = _words;
        FluentActions.Invoking(() => _model.Forward(Pictures(), wrong)).Should().Throw<UcamException>().WithMessage("*no input 'words'*");
    }

    public void Dispose()
    {
        _model.Dispose();
        _scope.Dispose();
    }
}
