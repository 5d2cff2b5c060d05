-- What a customer's session said of itself when it was taken for a contact by its word alone: an address or
-- an identifier without a proof. The team sees one contact; the session is shown its own words and no more,
-- and what it says goes nowhere else. Null for a session whose contact is its own, or is proven to be.
alter table contact_inboxes add column claims jsonb;
