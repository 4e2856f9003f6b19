namespace Ucam;

/// <summary>What a setting must be. On a list or a dictionary it is about each entry, unless it says otherwise.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class SettingAttribute : Attribute
{
    /// <summary>What a value must be, such as "from 1 to 10,000".</summary>
    public abstract string Words { get; }

    /// <summary>Whether it is about a list or a dictionary as a whole.</summary>
    public virtual bool OfWhole => false;

    /// <summary>The attributes that this one stands for.</summary>
    public virtual IEnumerable<SettingAttribute> Meant => [this];

    /// <summary>What is wrong with a value, as it follows its key; null where it is allowed.</summary>
    public abstract string? Wrong(object value);
}
