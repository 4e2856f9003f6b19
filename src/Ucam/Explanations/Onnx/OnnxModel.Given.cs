using static TorchSharp.torch;

namespace Ucam;

public sealed partial class OnnxModel
{
    /// <summary>
    /// The input that takes pictures: the first of four dimensions, or the first of all where there is none.
    /// </summary>
    public string PictureName => Pictures.Input;

    /// <summary>Explains the picture with the other inputs held fixed, such as a question's word ids and their mask.</summary>
    /// <param name="given">
    /// Every input but <see cref="PictureName"/>, by its name; of one row, which stands for all, or of as many as the pictures. They stay the
    /// caller's and are needed as long as the explainer.
    /// </param>
    /// <param name="options">Layouts of the picture and of the feature map, seed, memory.</param>
    /// <exception cref="UcamException">An input is missing or there is no such input, or an option is out of range.</exception>
    public Explainer Explain(IReadOnlyDictionary<string, Tensor> given, ExplainerOptions? options = null)
    {
        CheckGiven(given);
        options ??= new ExplainerOptions();
        return new Explainer(inputs => inputs.Length == 1 ? Forward(inputs[0], given)
            : throw Wrong($"{inputs.Length} inputs were given beside those held fixed; give {PictureName} alone"),
            options with { MultiLabel = options.MultiLabel || Scores.AreLabels });
    }

    /// <summary>The scores of pictures with the other inputs held fixed; see <see cref="Forward(Tensor[])"/>.</summary>
    /// <param name="pictures">What <see cref="PictureName"/> takes, batch first.</param>
    /// <param name="given">Every other input, by its name; of one row, which stands for all, or of as many as the pictures.</param>
    /// <returns>Tensors in the caller's dispose scope.</returns>
    /// <exception cref="UcamException">An input is missing, or they do not fit the network.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ModelOutput Forward(Tensor pictures, IReadOnlyDictionary<string, Tensor> given)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        CheckGiven(given);
        using var scope = NewDisposeScope();
        ModelOutput output = Forward([.. Inputs.Select(name => name == PictureName ? pictures : Rows(name, given[name], pictures.shape[0]))]);
        return new ModelOutput(output.Scores.MoveToOuterDisposeScope())
        {
            Activation = output.Activation?.MoveToOuterDisposeScope(),
            LayerAttentions = output.LayerAttentions is { } layers ? [.. layers.Select(layer => layer.MoveToOuterDisposeScope())] : null,
        };
    }

    private void CheckGiven(IReadOnlyDictionary<string, Tensor> given)
    {
        ArgumentNullException.ThrowIfNull(given);
        foreach (string name in given.Keys)
            if (name == PictureName || !Inputs.Contains(name))
                throw Wrong($"it has no input '{name}' beside the picture's; its inputs are {string.Join(", ", Inputs)}", field: "input");
        string[] missing = [.. Inputs.Where(name => name != PictureName && !given.ContainsKey(name))];
        if (missing.Length > 0)
            throw Wrong($"its inputs are {string.Join(", ", Inputs)}, the picture's being {PictureName}; give the values of "
                + $"{string.Join(", ", missing)} too, with --input {missing[0]}=1,2,3 or the argument given", field: "input");
    }

    private Tensor Rows(string name, Tensor value, long rows)
    {
        if (value.dim() == 0 || (value.shape[0] != 1 && value.shape[0] != rows))
            throw Wrong($"its input {name} was given as [{string.Join(',', value.shape)}] for {rows} pictures; give one row, or one for each",
                field: "input");
        return value.shape[0] == rows ? value.alias() : value.expand([rows, .. value.shape[1..]]);
    }
}
