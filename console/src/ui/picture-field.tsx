import { Avatar } from './avatar.tsx';
import { Field } from './field.tsx';
import { Checkbox } from './toggle.tsx';

interface Props {
  /** Of whom it is, for what is shown while there is none. */
  name: string;
  /** The one there is; empty for none. */
  picture: string;
  label: string;
  hint: string;
  /** What takes the one away that there is. */
  removeLabel: string;
  isRemoved: boolean;
  onRemove: (isRemoved: boolean) => void;
}

/** A picture in a form, sent as `avatar`; the one there is can be taken away. */
export function PictureField(props: Props) {
  const { name, picture, label, hint, removeLabel, isRemoved, onRemove } = props;
  return (
    <>
      <div className="flex items-end gap-3">
        <Avatar name={name} picture={picture} size="lg" />
        <div className="min-w-0 flex-1">
          <Field
            label={label}
            name="avatar"
            type="file"
            accept="image/jpeg,image/png,image/gif"
            hint={hint}
            className="py-1.5"
          />
        </div>
      </div>
      {picture === '' ? null : (
        <Checkbox label={removeLabel} checked={isRemoved} onChange={onRemove} />
      )}
    </>
  );
}

/** The picture of such a form, unless none was chosen. */
export function pictureIn(form: FormData): File | undefined {
  const picture = form.get('avatar');
  return picture instanceof File && picture.size > 0 ? picture : undefined;
}
